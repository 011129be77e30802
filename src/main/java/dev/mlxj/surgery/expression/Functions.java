package dev.mlxj.surgery.expression;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Nearest;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** What an expression may call: operations of MLX, under their names there. */
final class Functions {
    /** Makes the value of a call from its arguments. */
    private interface Function {
        Value of(Arguments arguments);
    }

    /** A reduction over some axes, or over all of them where there are none. */
    private interface Reduction {
        Array of(Array x, int... axes);
    }

    private static final Map<String, Function> TABLE = new HashMap<>();

    static {
        pointwise();
        pairs();
        reductions();
        shapes();
        others();
    }

    private Functions() {}

    static boolean contains(String name) {
        return TABLE.containsKey(name);
    }

    /** What to say of a name that is none of these. */
    static String unknown(String name) {
        List<String> near = Nearest.to(name, TABLE.keySet());
        return "there is no operation '"
                + name
                + "'"
                + (near.isEmpty() ? "" : "; nearest: '" + String.join("', '", near) + "'");
    }

    /**
     * Calls an operation.
     *
     * @throws IllegalArgumentException if it does not take these arguments
     */
    static Value call(String name, Arguments arguments) {
        Function function = TABLE.get(name);
        if (function == null) {
            throw new IllegalArgumentException(unknown(name));
        }
        Value value = function.of(arguments);
        arguments.finish();
        return value;
    }

    private static void one(String name, UnaryOperator<Array> operation) {
        TABLE.put(
                name,
                arguments -> {
                    Value x = arguments.required("a");
                    Value folded = Numbers.fold(name, x);
                    return folded != null
                            ? folded
                            : new Value.Of(operation.apply(Arguments.asArray(x)));
                });
    }

    private static void two(String name, BinaryOperator<Array> operation) {
        TABLE.put(
                name,
                arguments -> {
                    Value a = arguments.required("a");
                    Value b = arguments.required("b");
                    Value folded = Numbers.fold(name, a, b);
                    return folded != null
                            ? folded
                            : new Value.Of(
                                    operation.apply(
                                            Arguments.beside(a, b), Arguments.beside(b, a)));
                });
    }

    private static void reduce(String name, Reduction plain, Reduction keeping) {
        TABLE.put(
                name,
                arguments -> {
                    Array x = arguments.array("a");
                    int[] axes = ints(arguments.integers("axis"));
                    boolean keep = arguments.flag("keepdims");
                    return new Value.Of(keep ? keeping.of(x, axes) : plain.of(x, axes));
                });
    }

    private static int[] ints(long @Nullable [] axes) {
        if (axes == null) {
            return new int[0];
        }
        int[] ints = new int[axes.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(axes[i]);
        }
        return ints;
    }

    private static void pointwise() {
        one("abs", Array::abs);
        one("negative", Array::negative);
        one("sign", Array::sign);
        one("round", Array::round);
        one("floor", Array::floor);
        one("ceil", Array::ceil);
        one("trunc", Array::trunc);
        one("sqrt", Array::sqrt);
        one("rsqrt", Array::rsqrt);
        one("square", Array::square);
        one("reciprocal", Array::reciprocal);
        one("exp", Array::exp);
        one("expm1", Array::expm1);
        one("log", Array::log);
        one("log2", Array::log2);
        one("log10", Array::log10);
        one("log1p", Array::log1p);
        one("sin", Array::sin);
        one("cos", Array::cos);
        one("tan", Array::tan);
        one("arcsin", Array::arcsin);
        one("arccos", Array::arccos);
        one("arctan", Array::arctan);
        one("sinh", Array::sinh);
        one("cosh", Array::cosh);
        one("tanh", Array::tanh);
        one("arcsinh", Array::arcsinh);
        one("arccosh", Array::arccosh);
        one("arctanh", Array::arctanh);
        one("sigmoid", Array::sigmoid);
        one("erf", Array::erf);
        one("erfinv", Array::erfinv);
        one("isnan", Array::isnan);
        one("isinf", Array::isinf);
        one("isfinite", Array::isfinite);
        one("isposinf", Array::isposinf);
        one("isneginf", Array::isneginf);
        one("logical_not", Array::logicalNot);
        one("bitwise_invert", Array::bitwiseInvert);
        one("real", Array::real);
        one("imag", Array::imag);
        one("conjugate", Array::conjugate);
        one("zeros_like", x -> Array.zeros(x.dtype(), x.shape().toArray()));
        one("ones_like", x -> Array.ones(x.dtype(), x.shape().toArray()));
    }

    private static void pairs() {
        two("add", Array::add);
        two("subtract", Array::subtract);
        two("multiply", Array::multiply);
        two("divide", Array::divide);
        two("floor_divide", Array::floorDivide);
        two("remainder", Array::remainder);
        two("power", Array::power);
        two("minimum", Array::minimum);
        two("maximum", Array::maximum);
        two("arctan2", Array::arctan2);
        two("logaddexp", Array::logaddexp);
        two("matmul", Array::matmul);
        two("equal", Array::equal);
        two("not_equal", Array::notEqual);
        two("less", Array::less);
        two("less_equal", Array::lessEqual);
        two("greater", Array::greater);
        two("greater_equal", Array::greaterEqual);
        two("logical_and", Array::logicalAnd);
        two("logical_or", Array::logicalOr);
        two("bitwise_and", Array::bitwiseAnd);
        two("bitwise_or", Array::bitwiseOr);
        two("bitwise_xor", Array::bitwiseXor);
        two("left_shift", Array::leftShift);
        two("right_shift", Array::rightShift);
    }

    private static void reductions() {
        reduce("sum", Array::sum, Array::sumKeepDims);
        reduce("prod", Array::prod, Array::prodKeepDims);
        reduce("mean", Array::mean, Array::meanKeepDims);
        reduce("var", Array::var, Array::varKeepDims);
        reduce("std", Array::std, Array::stdKeepDims);
        reduce("max", Array::max, Array::maxKeepDims);
        reduce("min", Array::min, Array::minKeepDims);
        reduce("median", Array::median, Array::medianKeepDims);
        reduce("logsumexp", Array::logsumexp, Array::logsumexpKeepDims);
        reduce("all", Array::all, Array::allKeepDims);
        reduce("any", Array::any, Array::anyKeepDims);
    }

    private static void shapes() {
        TABLE.put(
                "reshape",
                arguments -> new Value.Of(arguments.array("a").reshape(arguments.rest("shape"))));
        TABLE.put(
                "transpose",
                arguments ->
                        new Value.Of(arguments.array("a").transpose(ints(arguments.rest("axes")))));
        TABLE.put(
                "swapaxes",
                arguments ->
                        new Value.Of(
                                arguments
                                        .array("a")
                                        .swapaxes(
                                                (int) arguments.whole("axis1", 0),
                                                (int) arguments.whole("axis2", 1))));
        TABLE.put(
                "broadcast_to",
                arguments ->
                        new Value.Of(arguments.array("a").broadcastTo(arguments.rest("shape"))));
        TABLE.put("flatten", arguments -> new Value.Of(arguments.array("a").flatten()));
        TABLE.put(
                "squeeze",
                arguments ->
                        new Value.Of(
                                arguments.array("a").squeeze(ints(arguments.integers("axis")))));
        TABLE.put(
                "expand_dims",
                arguments ->
                        new Value.Of(
                                arguments.array("a").expandDims(ints(arguments.integers("axis")))));
        TABLE.put(
                "flip",
                arguments ->
                        new Value.Of(arguments.array("a").flip(ints(arguments.integers("axis")))));
        TABLE.put(
                "tril",
                arguments ->
                        new Value.Of(arguments.array("a").tril((int) arguments.whole("k", 0))));
        TABLE.put(
                "triu",
                arguments ->
                        new Value.Of(arguments.array("a").triu((int) arguments.whole("k", 0))));
    }

    private static void others() {
        TABLE.put(
                "astype",
                arguments -> new Value.Of(arguments.array("a").astype(arguments.dtype("dtype"))));
        TABLE.put(
                "softmax",
                arguments ->
                        new Value.Of(
                                arguments.array("a").softmax(ints(arguments.integers("axis")))));
        TABLE.put("where", Functions::where);
        TABLE.put("clip", Functions::clip);
        TABLE.put("nan_to_num", arguments -> new Value.Of(arguments.array("a").nanToNum()));
    }

    private static Value where(Arguments arguments) {
        Array condition = arguments.array("condition");
        Value x = arguments.required("x");
        Value y = arguments.required("y");
        return new Value.Of(Array.where(condition, Arguments.beside(x, y), Arguments.beside(y, x)));
    }

    /** Either limit may be None. */
    private static Value clip(Arguments arguments) {
        Value x = arguments.required("a");
        Value least = arguments.optional("a_min");
        Value most = arguments.optional("a_max");
        Array array = Arguments.asArray(x);
        if (least != null) {
            array = array.maximum(Arguments.beside(least, x));
        }
        if (most != null) {
            array = array.minimum(Arguments.beside(most, x));
        }
        return new Value.Of(array);
    }
}
