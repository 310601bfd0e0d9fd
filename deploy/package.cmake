# The Debian package: cmake --build build/release --target package.
#
# What belongs to the system and not to a prefix (the service, its user, its configuration) is
# installed by the package only.
set(source ${CMAKE_SOURCE_DIR}/deploy)
set(doc ${CMAKE_INSTALL_DATADIR}/doc/tapcensus)

# As policy wants them: compressed, without a time.
function(compress file as)
  configure_file(${source}/package/${file} ${CMAKE_BINARY_DIR}/package/${file} COPYONLY)
  execute_process(COMMAND gzip -9 --no-name --stdout ${CMAKE_BINARY_DIR}/package/${file}
                  OUTPUT_FILE ${CMAKE_BINARY_DIR}/package/${as} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
compress(changelog changelog.gz)
compress(tapcensus.1 tapcensus.1.gz)

set(system COMPONENT system EXCLUDE_FROM_ALL)
install(FILES ${source}/tapcensus.service DESTINATION /lib/systemd/system ${system})
install(FILES ${source}/package/tapcensus.sysusers DESTINATION /usr/lib/sysusers.d
        RENAME tapcensus.conf ${system})
install(FILES ${source}/tapcensus.toml DESTINATION /etc/tapcensus ${system})
install(FILES ${source}/nic.conf DESTINATION ${doc}/examples ${system})
install(DIRECTORY ${source}/prometheus ${source}/grafana
        DESTINATION ${CMAKE_INSTALL_DATADIR}/tapcensus ${system})
install(FILES README.md ${source}/package/copyright ${CMAKE_BINARY_DIR}/package/changelog.gz
        DESTINATION ${doc} ${system})
install(FILES ${source}/package/lintian-overrides
        DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME tapcensus ${system})
install(FILES ${source}/README.md DESTINATION ${doc}/deploy ${system})
install(FILES ${CMAKE_BINARY_DIR}/package/tapcensus.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
        ${system})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tapcensus)
set(CPACK_PACKAGE_VENDOR tapcensus)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "census of the devices behind a network tap")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Says which devices are behind a passive tap: vendor, family, model, operating\n\
system and type, from capture files or live, each with the probability that it\n\
is right. Shows the census as a table, JSON, or metrics for Prometheus.")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "tapcensus authors <tapcensus@localhost>" CACHE STRING
    "Who builds the package")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_COMPONENTS_ALL Unspecified system)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_SET_DESTDIR ON)  # for what does not lie under the prefix
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# Libraries that are linked are found; drivers of DPDK are opened at run time.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "procps, librte-bus-vdev23, librte-mempool-ring23, librte-net-null23, \
librte-net-pcap23, librte-net-ring23, systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "dpdk, ieee-data, librte-meta-net, prometheus, uap-core")
# Has the same libhs.so.5, which misses matches.
set(CPACK_DEBIAN_PACKAGE_CONFLICTS libvectorscan5)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${source}/package/conffiles ${source}/package/postinst
    ${source}/package/prerm ${source}/package/postrm)
include(CPack)
