package dev.mlxj.array;

import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Random arrays by the reference's names. */
final class RandomOperations {
    private RandomOperations() {}

    static Map<String, Function<OperationCall, Array>> all() {
        Map<String, Function<OperationCall, Array>> all = new HashMap<>();
        all.put("mx.random.key", call -> Random.key(call.arg("seed").asLong()));
        all.put("mx.random.split", call -> Random.split(key(call), call.intArg("num", 2)));
        all.put(
                "mx.random.uniform",
                call ->
                        Random.uniform(
                                key(call),
                                call.dtype(DType.F32),
                                call.doubleArg("low", 0),
                                call.doubleArg("high", 1),
                                call.longs("shape")));
        all.put(
                "mx.random.normal",
                call ->
                        Random.normal(
                                key(call),
                                call.dtype(DType.F32),
                                call.doubleArg("loc", 0),
                                call.doubleArg("scale", 1),
                                call.longs("shape")));
        all.put(
                "mx.random.randint",
                call ->
                        Random.randint(
                                key(call),
                                call.dtype(DType.I32),
                                call.doubleArg("low", 0),
                                call.doubleArg("high", 1),
                                call.longs("shape")));
        all.put(
                "mx.random.bernoulli",
                call -> Random.bernoulli(key(call), call.doubleArg("p", 0.5), call.longs("shape")));
        all.put(
                "mx.random.truncated_normal",
                call ->
                        Random.truncatedNormal(
                                key(call),
                                call.dtype(DType.F32),
                                call.doubleArg("lower", 0),
                                call.doubleArg("upper", 1),
                                call.longs("shape")));
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
        all.put(
                "mx.random.permutation",
                call -> Random.permutation(key(call), call.arg("x").asLong()));
        all.put(
                "mx.random.categorical",
                call -> {
                    Array logits = call.input("logits");
                    int axis = call.intArg("axis", -1);
                    return call.has("num_samples")
                            ? Random.categorical(
                                    key(call), logits, axis, call.intArg("num_samples", 1))
                            : Random.categorical(key(call), logits, axis);
                });
        return all;
    }

    private static Array key(OperationCall call) {
        return call.input("key");
    }
}
