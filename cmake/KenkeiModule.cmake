# One function per kind of target; every rule about flags lives here.

set(KENKEI_WARNINGS -Wall -Wextra -Wpedantic $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow> -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Woverloaded-virtual -Wimplicit-fallthrough
    $<$<BOOL:${KENKEI_TESTS}>:-Werror> # what ./run builds must not fail where another optimisation sees other things
    -Wno-missing-field-initializers # members that a designated initialiser leaves out have their defaults
    -Wno-pedantic                   # TRY is a statement expression
    # GCC 12 sees impossible sizes in std::string code once it inlines (GCC bugs 105329, 105651); the sanitizers watch.
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow;-Wno-array-bounds>")
if(KENKEI_FUZZ)
    set(KENKEI_WARNINGS -w) # clang sees other things; the compiler that judges is g++
endif()

find_program(KENKEI_CCACHE ccache)
if(KENKEI_CCACHE)
    # Precompiled headers carry time stamps; ccache must be told that they do not matter.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${KENKEI_CCACHE})
endif()

function(kenkei_flags target)
    target_compile_options(${target} PRIVATE ${KENKEI_WARNINGS} -fpch-preprocess)
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    if(KENKEI_SANITIZE)
        target_compile_options(${target} PUBLIC -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
        target_link_options(${target} PUBLIC -fsanitize=address,undefined)
        # What the sanitizers add hides from GCC that a member of the standard library is set; they look when it runs.
        target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    endif()
    if(KENKEI_FUZZ)
        target_compile_options(${target} PUBLIC -fsanitize=fuzzer-no-link) # counts what an input reaches
    endif()
endfunction()

# kenkei_module(NAME [USES module…] [LIBRARIES library…] [TEST_LIBRARIES library…] [INCLUDES folder…])
# src/NAME/*.cpp becomes the static library NAME; src/NAME/*_test.cpp becomes NAME_test.
function(kenkei_module name)
    cmake_parse_arguments(ARG "" "" "USES;LIBRARIES;TEST_LIBRARIES;INCLUDES" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

    if(NOT sources)
        message(STATUS "module ${name} has no source yet: skipped")
        return()
    endif()

    foreach(used IN LISTS ARG_USES)
        if(NOT TARGET ${used})
            list(REMOVE_ITEM ARG_USES ${used}) # it has no source yet
        endif()
    endforeach()

    add_library(${name} STATIC ${sources})
    set_target_properties(${name} PROPERTIES OUTPUT_NAME kenkei_${name} LINKER_LANGUAGE CXX)
    kenkei_flags(${name})
    target_precompile_headers(${name} PRIVATE <algorithm> <array> <cstdint> <functional> <map> <memory> <optional>
                              <span> <string> <string_view> <utility> <variant> <vector>)
    target_include_directories(${name} SYSTEM PRIVATE ${ARG_INCLUDES})
    target_link_libraries(${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_LIBRARIES})

    if(KENKEI_TESTS AND tests)
        add_executable(${name}_test ${tests})
        kenkei_flags(${name}_test)
        target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/tests) # "support/….h"
        target_precompile_headers(${name}_test PRIVATE <gtest/gtest.h> <string> <vector>)
        target_link_libraries(${name}_test PRIVATE ${name} GTest::gtest_main ${ARG_TEST_LIBRARIES})
        target_compile_definitions(${name}_test PRIVATE KENKEI_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
        gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60)
    endif()
endfunction()

# kenkei_program(NAME MODULE): src/MODULE/main.cpp with everything MODULE uses.
function(kenkei_program name module)
    if(NOT EXISTS ${CMAKE_SOURCE_DIR}/src/${module}/main.cpp)
        message(STATUS "program ${name} has no main.cpp yet: skipped")
        return()
    endif()
    add_executable(${name} ${CMAKE_SOURCE_DIR}/src/${module}/main.cpp)
    kenkei_flags(${name})
    target_link_libraries(${name} PRIVATE ${module})
endfunction()
