# Read by ctest when it runs: each folder below tests/cases that holds an `expect` is a test of its own.
# Found at that time rather than listed, so that a case costs no line anywhere else and none is forgotten.
file(GLOB_RECURSE expectations "${QW_CASES}/*/expect")
list(SORT expectations)
foreach(expectation IN LISTS expectations)
    cmake_path(GET expectation PARENT_PATH folder)
    file(RELATIVE_PATH name "${QW_CASES}" "${folder}")
    add_test("cases/${name}" "${QW_CASES}/run_case" "${QW_PROGRAM}" "${folder}")
    set_tests_properties("cases/${name}" PROPERTIES LABELS cases TIMEOUT 60)
endforeach()
