package dev.mlxj.array;

import dev.mlxj.golden.GoldenCases;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

class QuantizeGoldenTest {
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCases.tests("quantize", OpsRunner::run);
    }
}
