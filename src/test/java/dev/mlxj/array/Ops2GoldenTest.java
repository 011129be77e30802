package dev.mlxj.array;

import dev.mlxj.golden.GoldenCases;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

class Ops2GoldenTest {
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCases.tests("ops2", OpsRunner::run);
    }
}
