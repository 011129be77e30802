package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.op.Axes;
import dev.mlxj.array.op.BroadcastTo;
import dev.mlxj.array.op.Meshgrid;
import dev.mlxj.array.op.Pad;
import dev.mlxj.array.op.Scatter;
import dev.mlxj.array.op.Softmax;
import dev.mlxj.array.op.Triangle;
import dev.mlxj.array.op.Unique;
import dev.mlxj.array.op.Var;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The operations of golden cases by the reference's names, as calls of this library. */
final class Operations {
    /** One operation: arguments to results. */
    @FunctionalInterface
    interface Operation {
        List<Array> call(OperationCall call);
    }

    private static final Map<String, Operation> BY_NAME = new HashMap<>();

    private Operations() {}

    /** The operation of this name, if there is one. */
    static Optional<Operation> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static void one(String name, Function<OperationCall, Array> operation) {
        BY_NAME.put(name, call -> List.of(operation.apply(call)));
    }

    /** Under the name of the function, and as a member of an array. */
    private static void unary(String name, UnaryOperator<Array> operation) {
        one("mx." + name, call -> operation.apply(call.x()));
        one("array." + name, call -> operation.apply(call.x()));
    }

    private static void binary(String name, BinaryOperator<Array> operation) {
        one("mx." + name, call -> operation.apply(call.left(), call.y()));
    }

    /** A member, and the same with the operands exchanged. */
    private static void operator(String name, BinaryOperator<Array> operation) {
        one("array.__" + name + "__", call -> operation.apply(call.x(), call.y()));
        one("array.__r" + name + "__", call -> operation.apply(call.y(), call.x()));
    }

    /** With and without the reduced axes. */
    private static void reduction(
            String name,
            BiFunction<Array, int[], Array> without,
            BiFunction<Array, int[], Array> with) {
        Function<OperationCall, Array> operation =
                call ->
                        (call.flag("keepdims", false) ? with : without)
                                .apply(call.x(), call.axes());
        one("mx." + name, operation);
        one("array." + name, operation);
    }

    private static void spread(String name, boolean std) {
        Function<OperationCall, Array> operation =
                call -> {
                    boolean keep = call.flag("keepdims", false);
                    Array var = Var.of(call.x(), keep, call.intArg("ddof", 0), call.axes());
                    return std ? var.sqrt() : var;
                };
        one("mx." + name, operation);
        one("array." + name, operation);
    }

    private static void position(
            String name, UnaryOperator<Array> all, BiFunction<Array, Integer, Array> along) {
        Function<OperationCall, Array> operation =
                call -> {
                    if (!call.has("axis")) {
                        Array found = all.apply(call.x());
                        long[] ones = new long[call.x().ndim()];
                        Arrays.fill(ones, 1);
                        return call.flag("keepdims", false) ? found.reshape(ones) : found;
                    }
                    Array kept = along.apply(call.x(), call.arg("axis").asInt());
                    return call.flag("keepdims", false)
                            ? kept
                            : kept.squeeze(call.arg("axis").asInt());
                };
        one("mx." + name, operation);
        one("array." + name, operation);
    }

    /** A scan of an array along an axis: reverse, inclusive. */
    @FunctionalInterface
    private interface ScanCall {
        Array of(Array x, int axis, boolean reverse, boolean inclusive);
    }

    private static void scan(String name, ScanCall scan) {
        Function<OperationCall, Array> operation =
                call ->
                        scan.of(
                                call.has("axis") ? call.x() : call.x().flatten(),
                                call.intArg("axis", 0),
                                call.flag("reverse", false),
                                call.flag("inclusive", true));
        one("mx." + name, operation);
        one("array." + name, operation);
    }

    static {
        elementwise();
        arithmetic();
        comparisons();
        reductions();
        shapes();
        indexing();
        makers();
        matrices();
        BY_NAME.put("program", Programs::program);
        one("mx.array", Operations::literal);
        FastOperations.all().forEach(Operations::one);
        RandomOperations.all().forEach(Operations::one);
        BY_NAME.putAll(QuantizedOperations.all());
    }

    private static void elementwise() {
        unary("abs", Array::abs);
        unary("arccos", Array::arccos);
        unary("acos", Array::arccos);
        unary("arccosh", Array::arccosh);
        unary("acosh", Array::arccosh);
        unary("arcsin", Array::arcsin);
        unary("asin", Array::arcsin);
        unary("arcsinh", Array::arcsinh);
        unary("asinh", Array::arcsinh);
        unary("arctan", Array::arctan);
        unary("atan", Array::arctan);
        unary("arctanh", Array::arctanh);
        unary("atanh", Array::arctanh);
        unary("ceil", Array::ceil);
        unary("cos", Array::cos);
        unary("cosh", Array::cosh);
        unary("degrees", Array::degrees);
        unary("erf", Array::erf);
        unary("erfinv", Array::erfinv);
        unary("exp", Array::exp);
        unary("expm1", Array::expm1);
        unary("floor", Array::floor);
        unary("log", Array::log);
        unary("log10", Array::log10);
        unary("log1p", Array::log1p);
        unary("log2", Array::log2);
        unary("negative", Array::negative);
        unary("positive", x -> x);
        unary("radians", Array::radians);
        unary("reciprocal", Array::reciprocal);
        unary("rsqrt", Array::rsqrt);
        unary("sigmoid", Array::sigmoid);
        unary("sign", Array::sign);
        unary("sin", Array::sin);
        unary("sinh", Array::sinh);
        unary("sqrt", Array::sqrt);
        unary("square", Array::square);
        unary("tan", Array::tan);
        unary("tanh", Array::tanh);
        unary("trunc", Array::trunc);
        unary("isnan", Array::isnan);
        unary("isinf", Array::isinf);
        unary("isfinite", Array::isfinite);
        unary("isposinf", Array::isposinf);
        unary("isneginf", Array::isneginf);
        unary("logical_not", Array::logicalNot);
        unary("bitwise_invert", Array::bitwiseInvert);
        unary("real", Array::real);
        unary("imag", Array::imag);
        unary("conjugate", Array::conjugate);
        unary("conj", Array::conjugate);
        unary("__abs__", Array::abs);
        unary("__neg__", Array::negative);
        unary("__invert__", Array::bitwiseInvert);
        unary("stop_gradient", Array::stopGradient);
        unary("contiguous", x -> x);
        one("mx.round", call -> call.x().round(call.intArg("decimals", 0)));
        one("array.round", call -> call.x().round(call.intArg("decimals", 0)));
        one("mx.view", call -> call.x().view(call.dtype(DType.F32)));
        one("mx.astype", call -> call.x().astype(call.dtype(DType.F32)));
        one(
                "mx.clip",
                call -> {
                    Array x = call.x();
                    if (call.has("a_min")) {
                        x = x.maximum(call.weak(call.arg("a_min")));
                    }
                    return call.has("a_max") ? x.minimum(call.weak(call.arg("a_max"))) : x;
                });
        one(
                "mx.nan_to_num",
                call ->
                        call.has("posinf")
                                ? call.x()
                                        .nanToNum(
                                                call.doubleArg("nan", 0),
                                                call.doubleArg("posinf", 0),
                                                call.doubleArg("neginf", 0))
                                : call.x().nanToNum());
    }

    private static void arithmetic() {
        binary("add", Array::add);
        binary("subtract", Array::subtract);
        binary("multiply", Array::multiply);
        binary("divide", Array::divide);
        binary("floor_divide", Array::floorDivide);
        binary("remainder", Array::remainder);
        binary("power", Array::power);
        binary("pow", Array::power);
        binary("maximum", Array::maximum);
        binary("minimum", Array::minimum);
        binary("logaddexp", Array::logaddexp);
        binary("arctan2", Array::arctan2);
        binary("atan2", Array::arctan2);
        operator("add", Array::add);
        operator("sub", Array::subtract);
        operator("mul", Array::multiply);
        operator("truediv", Array::divide);
        operator("floordiv", Array::floorDivide);
        operator("mod", Array::remainder);
        operator("pow", Array::power);
        operator("matmul", Array::matmul);
        BY_NAME.put("mx.divmod", call -> call.left().divmod(call.y()));
    }

    private static void comparisons() {
        binary("equal", Array::equal);
        binary("not_equal", Array::notEqual);
        binary("less", Array::less);
        binary("less_equal", Array::lessEqual);
        binary("greater", Array::greater);
        binary("greater_equal", Array::greaterEqual);
        binary("logical_and", Array::logicalAnd);
        binary("logical_or", Array::logicalOr);
        binary("logical_xor", Array::logicalXor);
        binary("bitwise_and", Array::bitwiseAnd);
        binary("bitwise_or", Array::bitwiseOr);
        binary("bitwise_xor", Array::bitwiseXor);
        binary("left_shift", Array::leftShift);
        binary("bitwise_left_shift", Array::leftShift);
        binary("right_shift", Array::rightShift);
        binary("bitwise_right_shift", Array::rightShift);
        operator("eq", Array::equal);
        operator("ne", Array::notEqual);
        operator("lt", Array::less);
        operator("le", Array::lessEqual);
        operator("gt", Array::greater);
        operator("ge", Array::greaterEqual);
        operator("and", Array::bitwiseAnd);
        operator("or", Array::bitwiseOr);
        operator("xor", Array::bitwiseXor);
        operator("lshift", Array::leftShift);
        operator("rshift", Array::rightShift);
        one(
                "mx.isclose",
                call -> call.x().isclose(call.y(), rtol(call), atol(call), sameNaN(call)));
        one(
                "mx.allclose",
                call -> call.x().allclose(call.y(), rtol(call), atol(call), sameNaN(call)));
        one("mx.array_equal", call -> call.x().arrayEqual(call.y(), sameNaN(call)));
        one(
                "mx.where",
                call ->
                        Array.where(
                                call.input("condition"),
                                call.hasInput("x") ? call.input("x") : weakBeside(call, "x", "y"),
                                call.hasInput("y") ? call.input("y") : weakBeside(call, "y", "x")));
    }

    private static Array weakBeside(OperationCall call, String number, String array) {
        return call.beside(call.input(array), number);
    }

    private static double rtol(OperationCall call) {
        return call.doubleArg("rtol", 1e-5);
    }

    private static double atol(OperationCall call) {
        return call.doubleArg("atol", 1e-8);
    }

    private static boolean sameNaN(OperationCall call) {
        return call.flag("equal_nan", false);
    }

    private static void reductions() {
        reduction("sum", Array::sum, Array::sumKeepDims);
        reduction("prod", Array::prod, Array::prodKeepDims);
        reduction("mean", Array::mean, Array::meanKeepDims);
        reduction("max", Array::max, Array::maxKeepDims);
        reduction("min", Array::min, Array::minKeepDims);
        reduction("all", Array::all, Array::allKeepDims);
        reduction("any", Array::any, Array::anyKeepDims);
        reduction("logsumexp", Array::logsumexp, Array::logsumexpKeepDims);
        reduction("median", Array::median, Array::medianKeepDims);
        spread("var", false);
        spread("std", true);
        position("argmax", Array::argmax, Array::argmaxKeepDims);
        position("argmin", Array::argmin, Array::argminKeepDims);
        one("mx.count_nonzero", call -> call.x().countNonzero(call.axes()));
        one("mx.softmax", call -> Softmax.of(call.x(), call.axes()));
        scan("cumsum", Array::cumsum);
        scan("cumprod", Array::cumprod);
        scan("cummax", Array::cummax);
        scan("cummin", Array::cummin);
        scan("logcumsumexp", Array::logcumsumexp);
        BY_NAME.put(
                "mx.minmax",
                call -> {
                    boolean keep = call.flag("keepdims", false);
                    Array x = call.x();
                    int[] axes = call.axes();
                    return keep
                            ? List.of(x.minKeepDims(axes), x.maxKeepDims(axes))
                            : List.of(x.min(axes), x.max(axes));
                });
        one("mx.sort", call -> flatUnlessAxis(call).sort(call.intArg("axis", -1)));
        one("mx.argsort", call -> flatUnlessAxis(call).argsort(call.intArg("axis", -1)));
        one(
                "mx.topk",
                call -> flatUnlessAxis(call).topk(call.intArg("k", 1), call.intArg("axis", -1)));
        one(
                "mx.partition",
                call ->
                        flatUnlessAxis(call)
                                .partition(call.intArg("kth", 0), call.intArg("axis", -1)));
        one(
                "mx.argpartition",
                call ->
                        flatUnlessAxis(call)
                                .argpartition(call.intArg("kth", 0), call.intArg("axis", -1)));
    }

    /** An axis that is given as null means all elements, row by row. */
    private static Array flatUnlessAxis(OperationCall call) {
        return call.arg("axis").isNull() ? call.x().flatten() : call.x();
    }

    private static void shapes() {
        both("reshape", call -> call.x().reshape(call.longs("shape")));
        both("transpose", call -> call.x().transpose(call.ints("axes")));
        both("permute_dims", call -> call.x().transpose(call.ints("axes")));
        both(
                "swapaxes",
                call -> call.x().swapaxes(call.intArg("axis1", 0), call.intArg("axis2", 0)));
        both(
                "moveaxis",
                call -> call.x().moveaxis(call.intArg("source", 0), call.intArg("destination", 0)));
        both(
                "flatten",
                call ->
                        call.x()
                                .flatten(
                                        call.intArg("start_axis", 0), call.intArg("end_axis", -1)));
        both("unflatten", call -> call.x().unflatten(call.intArg("axis", 0), call.longs("shape")));
        both("expand_dims", call -> call.x().expandDims(call.axes()));
        both("squeeze", call -> call.x().squeeze(call.axes()));
        both("broadcast_to", call -> call.x().broadcastTo(call.longs("shape")));
        unary("atleast_1d", Array::atleast1d);
        unary("atleast_2d", Array::atleast2d);
        unary("atleast_3d", Array::atleast3d);
        unary("matrix_transpose", Axes::matrixTranspose);
        unary("T", Array::T);
        unary("mT", Array::mT);
        BY_NAME.put(
                "mx.meshgrid",
                call -> Meshgrid.of(call.arrays(), call.arg("indexing").asText("xy").equals("ij")));
        BY_NAME.put("mx.broadcast_arrays", call -> BroadcastTo.together(call.arrays()));
        both("flip", call -> call.x().flip(call.axes()));
        both("roll", Operations::roll);
        both(
                "repeat",
                call ->
                        call.has("axis")
                                ? call.x().repeat(call.intArg("repeats", 1), call.intArg("axis", 0))
                                : call.x().repeat(call.intArg("repeats", 1)));
        both("tile", call -> call.x().tile(call.ints("reps")));
        for (String prefix : new String[] {"mx.", "array."}) {
            BY_NAME.put(
                    prefix + "split",
                    call ->
                            call.arg("indices_or_sections").isInt()
                                    ? call.x()
                                            .split(
                                                    call.intArg("indices_or_sections", 1),
                                                    call.intArg("axis", 0))
                                    : call.x()
                                            .splitAt(
                                                    call.longs("indices_or_sections"),
                                                    call.intArg("axis", 0)));
        }
        BY_NAME.put("mx.linalg.slogdet", call -> Linalg.slogdet(call.x()));
        BY_NAME.put("mx.linalg.lu", call -> Linalg.lu(call.x()));
        BY_NAME.put("mx.linalg.lu_factor", call -> Linalg.luFactor(call.x()));
        BY_NAME.put(
                "mx.unique",
                call -> {
                    Array fill =
                            call.has("fill_value")
                                    ? Array.scalar(call.doubleArg("fill_value", 0))
                                    : null;
                    Unique unique = Unique.of(call.x(), call.intArg("size", 0), fill);
                    return List.of(
                            unique.values(), unique.index(), unique.inverse(), unique.counts());
                });
        one(
                "set where",
                call -> call.input("a").set(call.input("v"), Index.of(call.input("mask"))));
        BY_NAME.put("mx.linalg.qr", call -> Linalg.qr(call.x()));
        BY_NAME.put(
                "mx.linalg.svd",
                call ->
                        call.flag("compute_uv", true)
                                ? Linalg.svd(call.x())
                                : List.of(Linalg.singularValues(call.x())));
        BY_NAME.put("mx.unstack", call -> call.x().unstack(call.intArg("axis", 0)));
        one("mx.concatenate", Operations::concatenate);
        one("mx.concat", Operations::concatenate);
        one("mx.stack", call -> Array.stack(call.arrays(), call.intArg("axis", 0)));
    }

    private static Array literal(OperationCall call) {
        Object nested = plain(call.arg("value"));
        return call.has("dtype")
                ? Array.ofNested(nested, call.dtype(DType.F32))
                : Array.ofNested(nested);
    }

    private static Object plain(JsonNode value) {
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isTextual() ? value.asText() : value.numberValue();
    }

    private static void both(String name, Function<OperationCall, Array> operation) {
        one("mx." + name, operation);
        one("array." + name, operation);
    }

    private static Array concatenate(OperationCall call) {
        if (call.has("axis")) {
            return Array.concatenate(call.arrays(), call.intArg("axis", 0));
        }
        return Array.concatenate(call.arrays().stream().map(Array::flatten).toList(), 0);
    }

    private static Array roll(OperationCall call) {
        int[] shifts = call.ints("shift");
        if (!call.has("axis")) {
            return call.x().roll(shifts[0]);
        }
        int[] axes = call.axes();
        Array rolled = call.x();
        for (int i = 0; i < axes.length; i++) {
            rolled = rolled.roll(shifts[shifts.length == 1 ? 0 : i], axes[i]);
        }
        return rolled;
    }

    private static void indexing() {
        one("slice", call -> call.x().get(call.slices("slices")));
        one("slice_assign", call -> call.x().set(call.input("b"), call.slices("slices")));
        one("index", Operations::index);
        one(
                "index_assign",
                call -> call.x().set(call.input("updates"), Index.of(call.input("indices"))));
        at("at.add", Scatter.Mode.ADD, x -> x);
        at("at.subtract", Scatter.Mode.ADD, Array::negative);
        at("at.multiply", Scatter.Mode.MULTIPLY, x -> x);
        at("at.divide", Scatter.Mode.MULTIPLY, Array::reciprocal);
        at("at.maximum", Scatter.Mode.MAXIMUM, x -> x);
        at("at.minimum", Scatter.Mode.MINIMUM, x -> x);
        one("mx.take", Operations::take);
        one(
                "mx.take_along_axis",
                call -> call.x().takeAlongAxis(call.input("indices"), call.intArg("axis", -1)));
        one(
                "mx.put_along_axis",
                call ->
                        call.x()
                                .putAlongAxis(
                                        call.input("indices"),
                                        call.input("values"),
                                        call.intArg("axis", -1)));
        both(
                "diagonal",
                call ->
                        call.x()
                                .diagonal(
                                        call.intArg("offset", 0),
                                        call.intArg("axis1", 0),
                                        call.intArg("axis2", 1)));
        both("diag", call -> call.x().diag(call.intArg("k", 0)));
        both(
                "trace",
                call ->
                        call.x()
                                .trace(
                                        call.intArg("offset", 0),
                                        call.intArg("axis1", 0),
                                        call.intArg("axis2", 1)));
        both("tril", call -> call.x().tril(call.intArg("k", 0)));
        both("triu", call -> call.x().triu(call.intArg("k", 0)));
        one("mx.pad", Operations::pad);
    }

    private static void at(String name, Scatter.Mode mode, UnaryOperator<Array> update) {
        one(
                name,
                call ->
                        call.x()
                                .at(
                                        mode,
                                        update.apply(call.input("updates")),
                                        Index.of(call.input("indices"))));
    }

    private static Array take(OperationCall call) {
        Array indices = call.hasInput("indices") ? call.input("indices") : call.number("indices");
        return call.has("axis")
                ? call.x().take(indices, call.intArg("axis", 0))
                : call.x().take(indices);
    }

    private static Array index(OperationCall call) {
        List<Index> indices = new ArrayList<>();
        for (JsonNode item : call.arg("index")) {
            if (item.isArray()) {
                indices.add(OperationCall.slice(item));
            } else if (item.isInt()) {
                indices.add(Index.at(item.asLong()));
            } else {
                indices.add(
                        switch (item.asText()) {
                            case "newaxis" -> Index.newAxis();
                            case "ellipsis" -> Index.ellipsis();
                            case "all" -> Index.all();
                            default -> Index.of(call.input(item.asText()));
                        });
            }
        }
        return call.x().get(indices.toArray(Index[]::new));
    }

    private static Array pad(OperationCall call) {
        JsonNode width = call.arg("pad_width");
        List<Pad.Width> widths = new ArrayList<>();
        for (int axis = 0; axis < call.x().ndim(); axis++) {
            JsonNode own = width.isArray() && width.path(0).isArray() ? width.path(axis) : width;
            int before = own.isArray() ? own.path(0).asInt() : own.asInt();
            int behind = own.isArray() ? own.path(own.size() - 1).asInt() : own.asInt();
            widths.add(new Pad.Width(before, behind));
        }
        Pad.Mode mode =
                Pad.Mode.valueOf(call.arg("mode").asText("constant").toUpperCase(Locale.ROOT));
        return Pad.of(call.x(), mode, Array.scalar(call.doubleArg("constant_values", 0)), widths);
    }

    private static void makers() {
        one("mx.zeros", call -> Array.zeros(call.dtype(DType.F32), call.longs("shape")));
        one("mx.empty", call -> Array.zeros(call.dtype(DType.F32), call.longs("shape")));
        one("mx.ones", call -> Array.ones(call.dtype(DType.F32), call.longs("shape")));
        for (String name : new String[] {"zeros", "empty", "ones", "full"}) {
            one("mx." + name + "_like", call -> like(call, name));
        }
        one(
                "mx.full",
                call -> filled(call, call.dtype(natural(call.arg("vals"))), call.longs("shape")));
        one(
                "mx.eye",
                call ->
                        Triangle.eye(
                                call.dtype(DType.F32),
                                call.intArg("n", 0),
                                columns(call),
                                call.intArg("k", 0)));
        one(
                "mx.identity",
                call ->
                        Triangle.eye(
                                call.dtype(DType.F32),
                                call.intArg("n", 0),
                                call.intArg("n", 0),
                                0));
        one(
                "mx.tri",
                call ->
                        Triangle.ones(
                                call.dtype(DType.F32),
                                call.intArg("n", 0),
                                columns(call),
                                call.intArg("k", 0)));
        one(
                "mx.arange",
                call -> {
                    boolean whole =
                            call.arg("start").isInt()
                                    && call.arg("stop").isInt()
                                    && call.arg("step").isInt();
                    return Array.arange(
                            call.dtype(whole ? DType.I32 : DType.F32),
                            call.doubleArg("start", 0),
                            call.doubleArg("stop", 0),
                            call.doubleArg("step", 1));
                });
        one(
                "mx.linspace",
                call -> {
                    int n = call.intArg("num", 50);
                    double start = call.doubleArg("start", 0);
                    double stop = call.doubleArg("stop", 0);
                    double step = (stop - start) / n;
                    Array numbers =
                            call.flag("endpoint", true)
                                    ? Array.linspace(start, stop, n)
                                    : Array.linspace(start, stop - step, n);
                    return numbers.astype(call.dtype(DType.F32));
                });
    }

    private static long columns(OperationCall call) {
        return call.intArg("m", call.intArg("n", 0));
    }

    private static DType natural(JsonNode number) {
        return number.isBoolean() ? DType.BOOL : number.isInt() ? DType.I32 : DType.F32;
    }

    private static Array like(OperationCall call, String name) {
        DType dtype = call.dtype(call.x().dtype());
        long[] extents = call.x().shape().toArray();
        return switch (name) {
            case "ones" -> Array.ones(dtype, extents);
            case "full" -> filled(call, dtype, extents);
            default -> Array.zeros(dtype, extents);
        };
    }

    private static Array filled(OperationCall call, DType dtype, long[] extents) {
        JsonNode number = call.arg("vals");
        if (number.isBoolean()) {
            return Array.full(dtype, number.asBoolean() ? 1L : 0L, extents);
        }
        return number.isInt()
                ? Array.full(dtype, number.asLong(), extents)
                : Array.full(dtype, number.asDouble(), extents);
    }

    private static void matrices() {
        one(
                "mx.matmul",
                call -> {
                    Array a = call.x();
                    Array b = call.y();
                    return (call.flag("transpose_a", false) ? a.T() : a)
                            .matmul(call.flag("transpose_b", false) ? b.T() : b);
                });
        one(
                "mx.addmm",
                call ->
                        Array.addmm(
                                call.input("c"),
                                call.input("a"),
                                call.input("b"),
                                call.doubleArg("alpha", 1),
                                call.doubleArg("beta", 1)));

        one(
                "mx.einsum",
                call ->
                        Array.einsum(
                                call.arg("subscripts").asText(),
                                call.arrays().toArray(Array[]::new)));
        binary("inner", Array::inner);
        binary("outer", Array::outer);
        binary("kron", Array::kron);
        one("mx.vecdot", call -> call.x().vecdot(call.y(), call.intArg("axis", -1)));
        one(
                "mx.tensordot",
                call -> {
                    JsonNode axes = call.arg("axes");
                    return axes.isInt()
                            ? call.x().tensordot(call.y(), axes.asInt())
                            : call.x().tensordot(call.y(), list(axes.path(0)), list(axes.path(1)));
                });
        one("mx.diff", call -> call.x().diff(call.intArg("n", 1), call.intArg("axis", -1)));
    }

    private static List<Integer> list(JsonNode numbers) {
        List<Integer> list = new ArrayList<>();
        numbers.forEach(number -> list.add(number.asInt()));
        return list;
    }
}
