package dev.mlxj.array;

import dev.mlxj.golden.GoldenCases;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Every operation on every dtype, with scalars, empty arrays and negative axes. */
class DtypesGoldenTest {
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCases.tests("dtypes", OpsRunner::run);
    }
}
