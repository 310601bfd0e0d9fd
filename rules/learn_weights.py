#!/usr/bin/env python3
"""What are the rules' weights worth? Learns them from cases with known answers.

    rules/learn_weights.py TRUTH [--bin PROGRAM] [--rules DIR]

Of the sets in TRUTH only those that may teach are asked: recog (BSD-2-Clause) and uap-core
(Apache-2.0). `rules explain` tells which rules a case matches and what each claims. Half of the
cases, by the hash of their text, teach: the weight proposed for a rule is the mean of the Beta
posterior, (right + 1) / (right + wrong + 2), in percent, 1 to 99. The other half judges: Brier score
and calibration error of what is declared and of what would be learnt.

Printed are rules seen 20 times or more whose declared weight is more than 10 points off. Look at each
before you take it: the sets hold what their authors met, not what a network holds.
"""
import argparse
import collections
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

FIELDS = {
    'snmp_sysdescr': 'snmp.sysdescr', 'http_servers': 'http.server', 'ftp_banners': 'ftp.banner',
    'mdns_device-info_txt': 'mdns.txt', 'smtp_banners': 'smtp.banner', 'ssh_banners': 'ssh.banner',
    'dhcp_vendor_class': 'dhcp.vendor_class', 'smb_native_os': 'smb.native_os',
    'sip_user_agents': 'sip.user_agent', 'telnet_banners': 'telnet.banner',
}
LEAST_SEEN, LEAST_OFF = 20, 10


def norm(text):
    return re.sub('[^a-z0-9]', '', (text or '').lower())


def same(want, got):
    want, got = norm(want), norm(got)
    return want == got or want in got or (len(got) > 2 and got in want)


def lines(path):
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(errors='replace').split('\n') if line]


def cases(truth):
    """(field, text, {level: answers})"""
    for case in lines(truth / 'uap-core/test_device.jsonl'):
        if case.get('brand') and norm(case['brand']) not in ('generic', 'spider', 'genericandroid'):
            yield 'http.user_agent', case['user_agent_string'], {'vendor': [case['brand']]}
    for case in lines(truth / 'uap-core/test_os.jsonl'):
        if case.get('family') and case['family'] != 'Other':
            yield 'http.user_agent', case['user_agent_string'], {'os': [case['family']]}
    for case in lines(truth / 'recog/cases.jsonl'):
        if case['db'] not in FIELDS or case.get('encoding') or '\n' in case['input']:
            continue
        expect = case['expect']
        answers = {'vendor': [expect.get('hw.vendor'), expect.get('os.vendor')],
                   'os': [expect.get('os.family'), expect.get('os.product')]}
        answers = {level: [answer for answer in known if answer] for level, known in answers.items()}
        if any(answers.values()):
            yield FIELDS[case['db']], case['input'], {level: known for level, known in answers.items() if known}


def explain(program, rules, field, texts):
    run = subprocess.run([program, 'rules', 'explain', field, '--output', 'json', *rules],
                         input=('\n'.join(texts) + '\n').encode(), capture_output=True)
    if run.returncode:
        raise SystemExit(run.stderr.decode(errors='replace'))
    return [json.loads(line)['rules'] for line in run.stdout.decode(errors='replace').splitlines()]


def judge(claims, answers):
    """Whether the claims are true, as far as the answers tell; nothing when they tell nothing."""
    told = [any(same(want, got) for want in known for got in claims[level])
            for level, known in answers.items() if claims.get(level)]
    return all(told) if told else None


def teaches(text):
    return hashlib.sha1(text.encode()).digest()[0] % 2 == 0


def judgements(score):
    """Of (probability, right): Brier score and calibration error in tenths."""
    brier = sum((p - right) ** 2 for p, right in score) / max(1, len(score))
    by_tenth = collections.defaultdict(list)
    for p, right in score:
        by_tenth[min(9, int(10 * p))].append((p, right))
    error = sum(abs(sum(p - right for p, right in tenth)) for tenth in by_tenth.values()) / max(1, len(score))
    return f'Brier {brier:.4f}, calibration error {100 * error:.1f} points'


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument('truth', type=pathlib.Path)
    ask.add_argument('--bin', default=os.environ.get('TAPCENSUS', 'tapcensus'))
    ask.add_argument('--rules')
    chosen = ask.parse_args()
    by_field = collections.defaultdict(list)
    for field, text, answers in cases(chosen.truth):
        by_field[field].append((text.replace('\n', ' ').replace('\r', ' '), answers))
    seen = {True: collections.defaultdict(collections.Counter), False: collections.defaultdict(collections.Counter)}
    declared = {}
    for field, known in by_field.items():
        explained = explain(chosen.bin, ['--rules', chosen.rules] if chosen.rules else [], field, [text for text, _ in known])
        for (text, answers), rules in zip(known, explained):
            for rule in rules:
                right = judge(rule['claims'], answers)
                if right is not None:
                    declared[rule['rule']] = rule['weight']
                    seen[teaches(text)][rule['rule']][right] += 1
    learnt = {rule: min(99, max(1, round(100 * (count[True] + 1) / (count[True] + count[False] + 2))))
              for rule, count in seen[True].items()}
    print('| rule | seen | right | declared | learnt | held back: seen | right |\n|---|--:|--:|--:|--:|--:|--:|')
    off = []
    for rule, count in sorted(seen[True].items()):
        if sum(count.values()) >= LEAST_SEEN and abs(learnt[rule] - declared[rule]) > LEAST_OFF:
            off.append(rule)
            other = seen[False][rule]
            print(f'| {rule} | {sum(count.values())} | {count[True]} | {declared[rule]} | {learnt[rule]} | {sum(other.values())} | {other[True]} |')
    held = [(rule, right, times) for rule, count in seen[False].items() for right, times in count.items()]
    weights = {'declared': declared, 'with those above': {**declared, **{rule: learnt[rule] for rule in off}},
               f'all seen {LEAST_SEEN} times or more learnt':
                   {**declared, **{rule: learnt[rule] for rule in learnt if sum(seen[True][rule].values()) >= LEAST_SEEN}}}
    print(f'\n{len(declared)} rules seen; on the half held back:')
    for name, weight in weights.items():
        print(f'{name}: ' + judgements([(weight[rule] / 100, right) for rule, right, times in held for _ in range(times)]))
    return 0


if __name__ == '__main__':
    sys.exit(main())
