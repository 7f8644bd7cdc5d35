# What every target is compiled with (style.md 41), and the two functions that the source folders use.

add_library(qw_flags INTERFACE)
target_compile_features(qw_flags INTERFACE c_std_17)
target_compile_definitions(qw_flags INTERFACE _GNU_SOURCE)
target_compile_options(qw_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Wcast-align
    -Wwrite-strings -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla
    -Wswitch-enum -Wnull-dereference)
target_include_directories(qw_flags INTERFACE ${PROJECT_SOURCE_DIR}/include)

# qw_module(NAME SOURCES a.c b.c [USES module...] [LIBRARIES target...] [TESTS file...])
#
# One static library a module.  USES: the modules that its headers and code may include; LIBRARIES:
# third-party ones.  TESTS: names F of tests/unit/test_NAME_F.c, a Check suite that links this module alone.
function(qw_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LIBRARIES;TESTS")
    if(arg_SOURCES)
        add_library(qw_${name} STATIC ${arg_SOURCES})
        set(scope PUBLIC)
        target_link_libraries(qw_${name} PRIVATE ${arg_LIBRARIES})
    else()
        add_library(qw_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_link_libraries(qw_${name} ${scope} qw_flags)
    foreach(used IN LISTS arg_USES)
        target_link_libraries(qw_${name} ${scope} qw_${used})
    endforeach()
    if(QW_TESTS)
        foreach(test IN LISTS arg_TESTS)
            qw_unit_test(${name} ${test})
        endforeach()
    endif()
endfunction()

# A Check program, run by ctest from the source folder so that it may read test data.
function(qw_unit_test module file)
    set(target test_${module}_${file})
    add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/unit/${target}.c)
    target_link_libraries(${target} PRIVATE qw_${module} PkgConfig::CHECK)
    add_test(NAME unit/${module}/${file} COMMAND ${target}
             WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(unit/${module}/${file} PROPERTIES TIMEOUT 120 LABELS unit)
endfunction()
