package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Random arrays by the reference's names. */
final class RandomOperations {
    private RandomOperations() {}

    static Map<String, Function<OperationCall, Array>> all() {
        Map<String, Function<OperationCall, Array>> all = new HashMap<>();
        all.put("mx.random.key", call -> Random.key(seed(call.arg("seed"))));
        all.put("mx.random.split", call -> Random.split(key(call), call.intArg("num", 2)));
        all.put("mx.random.uniform", RandomOperations::uniform);
        all.put("mx.random.normal", RandomOperations::normal);
        all.put("mx.random.multivariate_normal", RandomOperations::multivariateNormal);
        all.put("mx.random.randint", RandomOperations::randint);
        all.put("mx.random.bernoulli", RandomOperations::bernoulli);
        all.put("mx.random.truncated_normal", RandomOperations::truncatedNormal);
        all.put(
                "mx.random.gumbel",
                call -> Random.gumbel(key(call), call.dtype(DType.F32), call.longs("shape")));
        all.put(
                "mx.random.laplace",
                call ->
                        Random.laplace(
                                key(call),
                                call.dtype(DType.F32),
                                call.doubleArg("loc", 0),
                                call.doubleArg("scale", 1),
                                call.longs("shape")));
        all.put("mx.random.permutation", RandomOperations::permutation);
        all.put("mx.random.categorical", RandomOperations::categorical);
        return all;
    }

    /** Seeds go up to 2^64. */
    static long seed(JsonNode seed) {
        return seed.bigIntegerValue().longValue();
    }

    private static Array uniform(OperationCall call) {
        return arrays(call, "low", "high")
                ? Random.uniform(
                        key(call),
                        call.dtype(DType.F32),
                        parameter(call, "low", 0),
                        parameter(call, "high", 1),
                        call.longs("shape"))
                : Random.uniform(
                        key(call),
                        call.dtype(DType.F32),
                        call.doubleArg("low", 0),
                        call.doubleArg("high", 1),
                        call.longs("shape"));
    }

    private static Array normal(OperationCall call) {
        return arrays(call, "loc", "scale")
                ? Random.normal(
                        key(call),
                        call.dtype(DType.F32),
                        parameter(call, "loc", 0),
                        parameter(call, "scale", 1),
                        call.longs("shape"))
                : Random.normal(
                        key(call),
                        call.dtype(DType.F32),
                        call.doubleArg("loc", 0),
                        call.doubleArg("scale", 1),
                        call.longs("shape"));
    }

    private static Array multivariateNormal(OperationCall call) {
        return Random.multivariateNormal(
                key(call), call.input("mean"), call.input("cov"), call.longs("shape"));
    }

    private static Array randint(OperationCall call) {
        return arrays(call, "low", "high")
                ? Random.randint(
                        key(call),
                        call.dtype(DType.I32),
                        parameter(call, "low", 0),
                        parameter(call, "high", 1),
                        call.longs("shape"))
                : Random.randint(
                        key(call),
                        call.dtype(DType.I32),
                        call.arg("low").asLong(),
                        call.arg("high").asLong(),
                        call.longs("shape"));
    }

    private static Array bernoulli(OperationCall call) {
        if (!call.hasInput("p")) {
            return Random.bernoulli(key(call), call.doubleArg("p", 0.5), call.longs("shape"));
        }
        return call.has("shape")
                ? Random.bernoulli(key(call), call.input("p"), call.longs("shape"))
                : Random.bernoulli(key(call), call.input("p"));
    }

    private static Array truncatedNormal(OperationCall call) {
        DType dtype = call.dtype(DType.F32);
        if (!arrays(call, "lower", "upper")) {
            return Random.truncatedNormal(
                    key(call),
                    dtype,
                    call.doubleArg("lower", 0),
                    call.doubleArg("upper", 1),
                    call.longs("shape"));
        }
        Array lower = parameter(call, "lower", 0);
        Array upper = parameter(call, "upper", 1);
        return call.has("shape")
                ? Random.truncatedNormal(key(call), dtype, lower, upper, call.longs("shape"))
                : Random.truncatedNormal(key(call), dtype, lower, upper);
    }

    private static Array permutation(OperationCall call) {
        return call.has("x")
                ? Random.permutation(key(call), call.arg("x").asLong())
                : Random.permutation(key(call), call.input("x"), call.intArg("axis", 0));
    }

    private static Array categorical(OperationCall call) {
        Array logits = call.input("logits");
        int axis = call.intArg("axis", -1);
        if (call.has("num_samples")) {
            if (call.has("shape")) {
                throw new IllegalArgumentException("there is no method with both");
            }
            return Random.categorical(key(call), logits, axis, call.intArg("num_samples", 1));
        }
        return call.has("shape")
                ? Random.categorical(key(call), logits, axis, Shape.of(call.longs("shape")))
                : Random.categorical(key(call), logits, axis);
    }

    /** The key of the case, the next of the sequence if it has none. */
    private static Array key(OperationCall call) {
        return call.hasInput("key")
                ? Objects.requireNonNull(call.optional("key"))
                : Random.nextKey();
    }

    private static boolean arrays(OperationCall call, String first, String second) {
        return call.hasInput(first) || call.hasInput(second);
    }

    /** A parameter beside one that is an array. */
    private static Array parameter(OperationCall call, String name, double otherwise) {
        Array array = call.optional(name);
        return array != null ? array : Array.scalar(call.doubleArg(name, otherwise));
    }
}
