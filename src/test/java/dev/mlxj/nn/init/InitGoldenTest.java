package dev.mlxj.nn.init;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

class InitGoldenTest {
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCases.tests("init", InitGoldenTest::run);
    }

    private static Map<String, Tensor> run(GoldenCase golden) {
        Initializer initializer = initializer(golden);
        Random.seed(golden.json().path("seed").asLong());
        return Map.of("y", initializer.apply(Array.of(golden.input("a"))).tensor());
    }

    private static Initializer initializer(GoldenCase golden) {
        JsonNode args = golden.args();
        JsonNode call = golden.json().path("call");
        DType dtype = DType.valueOf(args.path("dtype").asText("F32"));
        double mean = args.path("mean").asDouble(0);
        double std = args.path("std").asDouble(1);
        double gain = call.path("gain").asDouble(1);
        Fan fan = Fan.valueOf(call.path("mode").asText("fan_in").toUpperCase(Locale.ROOT));
        return switch (golden.op()) {
            case "nn.init.constant" -> Init.constant(args.path("value").asDouble(), dtype);
            case "nn.init.normal" -> Init.normal(mean, std, dtype);
            case "nn.init.uniform" ->
                    Init.uniform(
                            args.path("low").asDouble(0), args.path("high").asDouble(1), dtype);
            case "nn.init.identity" -> Init.identity(dtype);
            case "nn.init.glorot_normal" -> Init.glorotNormal(gain, dtype);
            case "nn.init.glorot_uniform" -> Init.glorotUniform(gain, dtype);
            case "nn.init.he_normal" -> Init.heNormal(fan, gain, dtype);
            case "nn.init.he_uniform" -> Init.heUniform(fan, gain, dtype);
            case "nn.init.sparse" ->
                    Init.sparse(args.path("sparsity").asDouble(), mean, std, dtype);
            case "nn.init.orthogonal" -> Init.orthogonal(args.path("gain").asDouble(1), dtype);
            default -> throw new AssertionError("no initializer " + golden.op());
        };
    }
}
