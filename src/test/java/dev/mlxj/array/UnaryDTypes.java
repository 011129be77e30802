package dev.mlxj.array;

import dev.mlxj.tensor.DType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The result dtypes of functions of one array, for every dtype. */
final class UnaryDTypes {
    private static final Map<String, UnaryOperator<Array>> FUNCTIONS = new LinkedHashMap<>();

    static {
        FUNCTIONS.put("sum", x -> x.sum(1));
        FUNCTIONS.put("prod", x -> x.prod(1));
        FUNCTIONS.put("mean", x -> x.mean(1));
        FUNCTIONS.put("var", x -> x.var(1));
        FUNCTIONS.put("std", x -> x.std(1));
        FUNCTIONS.put("max", x -> x.max(1));
        FUNCTIONS.put("min", x -> x.min(1));
        FUNCTIONS.put("cumsum", x -> x.cumsum(1));
        FUNCTIONS.put("cumprod", x -> x.cumprod(1));
        FUNCTIONS.put("cummax", x -> x.cummax(1));
        FUNCTIONS.put("argmax", x -> x.argmax(1));
        FUNCTIONS.put("all", x -> x.all(1));
        FUNCTIONS.put("any", x -> x.any(1));
        FUNCTIONS.put("logsumexp", x -> x.logsumexp(1));
        FUNCTIONS.put("softmax", x -> x.softmax(1));
        FUNCTIONS.put("median", x -> x.median(1));
        FUNCTIONS.put("sort", x -> x.sort(1));
        FUNCTIONS.put("sqrt", Array::sqrt);
        FUNCTIONS.put("exp", Array::exp);
        FUNCTIONS.put("abs", Array::abs);
        FUNCTIONS.put("sign", Array::sign);
        FUNCTIONS.put("square", Array::square);
        FUNCTIONS.put("round", Array::round);
        FUNCTIONS.put("floor", Array::floor);
        FUNCTIONS.put("negative", Array::negative);
        FUNCTIONS.put("logical_not", Array::logicalNot);
    }

    private UnaryDTypes() {}

    /** The dtype of every function for every dtype, or that it refuses it. */
    static Map<String, Object> table() {
        Map<String, Object> table = new LinkedHashMap<>();
        for (Map.Entry<String, UnaryOperator<Array>> entry : FUNCTIONS.entrySet()) {
            for (DType dtype : DType.values()) {
                if (dtype.isArithmetic()) {
                    table.put(entry.getKey() + "," + dtype, result(entry.getValue(), dtype));
                }
            }
        }
        return table;
    }

    private static Object result(UnaryOperator<Array> function, DType dtype) {
        try {
            return function.apply(Array.ones(dtype, 2, 2)).dtype().name();
        } catch (IllegalArgumentException e) {
            return "error";
        }
    }
}
