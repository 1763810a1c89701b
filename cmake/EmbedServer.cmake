# What module server carries: the component schemas of its endpoints, merged into one object, the words of the API's
# description (api_words.json), and the files of its pages.
# tools/embed_server.cpp writes them into a source at build time; a name that stands in two files of schemas ends the
# build.
add_executable(embed_server ${CMAKE_SOURCE_DIR}/tools/embed_server.cpp)
kenkei_flags(embed_server)
target_link_libraries(embed_server PRIVATE base)

file(GLOB schema_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/server/schemas/*.json)
list(APPEND schema_files ${CMAKE_SOURCE_DIR}/src/server/api_words.json)
file(GLOB asset_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/server/assets/*.css)
add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/embedded_server.cpp
    COMMAND embed_server ${CMAKE_BINARY_DIR}/embedded_server.cpp ${schema_files} ${asset_files}
    DEPENDS embed_server ${schema_files} ${asset_files}
    COMMENT "merging the schemas of the endpoints"
    VERBATIM)
target_sources(server PRIVATE ${CMAKE_BINARY_DIR}/embedded_server.cpp)
set_source_files_properties(${CMAKE_BINARY_DIR}/embedded_server.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
