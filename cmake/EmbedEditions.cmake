# The compiled editions become part of module cli: tools/embed_editions.cpp writes them into a source at build time.
set(KENKEI_SCHEMES_DIR ${CMAKE_SOURCE_DIR}/schemes CACHE PATH "the schemes that are compiled into the program")

add_executable(embed_editions ${CMAKE_SOURCE_DIR}/tools/embed_editions.cpp)
kenkei_flags(embed_editions)
target_link_libraries(embed_editions PRIVATE scheme)

file(GLOB_RECURSE edition_files CONFIGURE_DEPENDS ${KENKEI_SCHEMES_DIR}/*.yaml ${KENKEI_SCHEMES_DIR}/*.csv)
list(FILTER edition_files EXCLUDE REGEX "/cases/")
add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/embedded_editions.cpp
    COMMAND embed_editions ${KENKEI_SCHEMES_DIR} ${CMAKE_BINARY_DIR}/embedded_editions.cpp
    DEPENDS embed_editions ${edition_files}
    COMMENT "compiling the editions into the program"
    VERBATIM)
target_sources(cli PRIVATE ${CMAKE_BINARY_DIR}/embedded_editions.cpp)
target_compile_definitions(cli PRIVATE KENKEI_VERSION="${PROJECT_VERSION}")
set_source_files_properties(${CMAKE_BINARY_DIR}/embedded_editions.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
