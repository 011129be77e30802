package dev.mlxj.array;

import dev.mlxj.array.op.Convolution;
import dev.mlxj.array.op.Convolve;
import dev.mlxj.array.op.Pad;
import dev.mlxj.array.op.Scatter;
import dev.mlxj.array.op.Softmax;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Every operation with arguments to try it on, whatever the extents of their axes. */
final class Samples {
    /** What the elements of an argument are. */
    enum Kind {
        REAL,
        COMPLEX,
        TRUTH,
        /** Small integers, which are also good indices of an axis of at least 2. */
        INDEX
    }

    /**
     * An argument.
     *
     * @param axes a letter for each axis, the same for equal extents, or a digit for a fixed one
     * @param least the least of its numbers
     * @param most the greatest of its numbers
     */
    record Argument(Kind kind, String axes, double least, double most) {
        static Argument real(String axes) {
            return new Argument(Kind.REAL, axes, -2, 2);
        }

        static Argument index(String axes) {
            return new Argument(Kind.INDEX, axes, 0, 2);
        }
    }

    /** How exactly small steps show the gradients of the real arguments. */
    enum Smooth {
        NOT,
        /** Computed in F32. */
        SINGLE,
        DOUBLE
    }

    /** An operation. */
    record Sample(
            String name,
            Smooth smooth,
            List<Argument> arguments,
            Function<List<Array>, List<Array>> function) {
        /** Arguments of random extents from 2 to 4 and random numbers; real ones are F64. */
        List<Array> draw(Random random) {
            long[] extents = random.longs(26, 2, 5).toArray();
            List<Array> drawn = new ArrayList<>();
            for (Argument argument : arguments) {
                long[] shape =
                        argument.axes()
                                .chars()
                                .mapToLong(c -> c >= 'a' ? extents[c - 'a'] : c - '0')
                                .toArray();
                drawn.add(drawn(argument, shape, random));
            }
            return drawn;
        }

        private static Array drawn(Argument argument, long[] shape, Random random) {
            long n = 1;
            for (long extent : shape) {
                n *= extent;
            }
            Array numbers =
                    Array.ofDoubles(
                            random.doubles(2 * n, argument.least(), argument.most()).toArray());
            Array some = numbers.slice(0, 0, n).reshape(shape);
            return switch (argument.kind()) {
                case REAL -> some;
                case COMPLEX -> {
                    Array other = numbers.slice(0, n, 2 * n).reshape(shape);
                    yield some.add(other.multiply(Array.complex(0, 1)));
                }
                case TRUTH -> some.greater(0);
                case INDEX -> some.floor().astype(DType.I32);
            };
        }

        /** Which arguments have gradients. */
        int[] reals() {
            List<Integer> reals = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                if (arguments.get(i).kind() == Kind.REAL) {
                    reals.add(i);
                }
            }
            return reals.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Sample> all = new ArrayList<>();

    private Samples() {
        elementwise();
        binary();
        reductions();
        scans();
        shaping();
        indexing();
        products();
        functions();
        linalg();
        transforms();
    }

    static List<Sample> all() {
        return new Samples().all;
    }

    private void unary(String name, double least, double most, UnaryOperator<Array> function) {
        Argument x = new Argument(Kind.REAL, "ab", least, most);
        all.add(
                new Sample(
                        name,
                        Smooth.DOUBLE,
                        List.of(x),
                        in -> List.of(function.apply(in.getFirst()))));
    }

    private void smooth(String name, Function<List<Array>, Array> function, String... axes) {
        List<Argument> arguments = new ArrayList<>();
        for (String of : axes) {
            arguments.add(Argument.real(of));
        }
        all.add(new Sample(name, Smooth.DOUBLE, arguments, in -> List.of(function.apply(in))));
    }

    private void several(String name, Function<List<Array>, List<Array>> function, String... axes) {
        List<Argument> arguments = new ArrayList<>();
        for (String of : axes) {
            arguments.add(Argument.real(of));
        }
        all.add(new Sample(name, Smooth.DOUBLE, arguments, function));
    }

    private void other(
            String name, Smooth smooth, Function<List<Array>, Array> function, Argument... in) {
        all.add(new Sample(name, smooth, List.of(in), x -> List.of(function.apply(x))));
    }

    private void rough(String name, UnaryOperator<Array> function) {
        other(name, Smooth.NOT, in -> function.apply(in.getFirst()), Argument.real("ab"));
    }

    private void pair(String name, double least, double most, BinaryOperator<Array> function) {
        Argument x = new Argument(Kind.REAL, "ab", least, most);
        Argument y = new Argument(Kind.REAL, "b", least, most);
        other(name, Smooth.DOUBLE, in -> function.apply(in.get(0), in.get(1)), x, y);
    }

    private void relation(String name, BinaryOperator<Array> function) {
        Argument x = Argument.index("ab");
        other(name, Smooth.NOT, in -> function.apply(in.get(0), in.get(1)), x, Argument.index("b"));
    }

    private void elementwise() {
        unary("abs", -2, 2, Array::abs);
        unary("negative", -2, 2, Array::negative);
        unary("square", -2, 2, Array::square);
        unary("sqrt", 0.2, 2, Array::sqrt);
        unary("rsqrt", 0.2, 2, Array::rsqrt);
        unary("reciprocal", 0.3, 2, Array::reciprocal);
        unary("exp", -2, 2, Array::exp);
        unary("expm1", -2, 2, Array::expm1);
        unary("log", 0.3, 3, Array::log);
        unary("log2", 0.3, 3, Array::log2);
        unary("log10", 0.3, 3, Array::log10);
        unary("log1p", -0.5, 3, Array::log1p);
        unary("sin", -3, 3, Array::sin);
        unary("cos", -3, 3, Array::cos);
        unary("tan", -1, 1, Array::tan);
        unary("sinh", -2, 2, Array::sinh);
        unary("cosh", -2, 2, Array::cosh);
        unary("tanh", -2, 2, Array::tanh);
        unary("arcsin", -0.8, 0.8, Array::arcsin);
        unary("arccos", -0.8, 0.8, Array::arccos);
        unary("arctan", -2, 2, Array::arctan);
        unary("arcsinh", -2, 2, Array::arcsinh);
        unary("arccosh", 1.3, 3, Array::arccosh);
        unary("arctanh", -0.8, 0.8, Array::arctanh);
        unary("erf", -2, 2, Array::erf);
        unary("erfinv", -0.8, 0.8, Array::erfinv);
        unary("sigmoid", -3, 3, Array::sigmoid);
        unary("clip", -2, 2, x -> x.clip(-1.0, 1.0));
        unary("degrees", -2, 2, Array::degrees);
        unary("sign", -2, 2, Array::sign);
        unary("floor", -2, 2, Array::floor);
        unary("ceil", -2, 2, Array::ceil);
        unary("trunc", -2, 2, Array::trunc);
        unary("round", -2, 2, Array::round);
        unary("nan_to_num", -2, 2, Array::nanToNum);
        unary("conjugate", -2, 2, x -> x.conjugate().square());
        unary("real", -2, 2, x -> x.real().square());
        unary("imag", -2, 2, Array::imag);
        other(
                "astype",
                Smooth.SINGLE,
                in -> in.getFirst().astype(DType.F32).square(),
                Argument.real("ab"));
        rough("stop_gradient", Array::stopGradient);
        rough("view", x -> x.view(DType.U32));
        rough("to_fp8", x -> x.toFp8().fromFp8(DType.F32));
        rough("isnan", Array::isnan);
        rough("logical_not", Array::logicalNot);
        Argument z = new Argument(Kind.COMPLEX, "ab", -2, 2);
        other("complex exp", Smooth.NOT, in -> in.getFirst().square().exp(), z);
        other(
                "complex",
                Smooth.SINGLE,
                in -> complex(in).conjugate().square().imag(),
                Argument.real("ab"),
                Argument.real("ab"));
        other(
                "complex magnitude",
                Smooth.SINGLE,
                in -> complex(in).exp().abs(),
                Argument.real("ab"),
                Argument.real("ab"));
        other(
                "complex quotient",
                Smooth.SINGLE,
                in -> Array.complex(1, 2).divide(complex(in).add(3)).real(),
                Argument.real("ab"),
                Argument.real("ab"));
        other(
                "bitwise_invert",
                Smooth.NOT,
                in -> in.getFirst().bitwiseInvert(),
                Argument.index("ab"));
    }

    private static Array complex(List<Array> parts) {
        return parts.get(0).add(parts.get(1).multiply(Array.complex(0, 1)));
    }

    private void binary() {
        pair("add", -2, 2, Array::add);
        pair("subtract", -2, 2, Array::subtract);
        pair("multiply", -2, 2, Array::multiply);
        pair("divide", 0.5, 2, Array::divide);
        pair("power", 0.5, 2, Array::power);
        pair("maximum", -2, 2, Array::maximum);
        pair("minimum", -2, 2, Array::minimum);
        pair("logaddexp", -2, 2, Array::logaddexp);
        pair("arctan2", 0.5, 2, Array::arctan2);
        pair("remainder", 1.1, 1.9, (x, y) -> x.multiply(2.3).remainder(y.add(5)));
        pair("floor_divide", 0.5, 2, Array::floorDivide);
        pair("where", -2, 2, (x, y) -> Array.where(x.greater(y), x.square(), y));
        relation("equal", Array::equal);
        relation("not_equal", Array::notEqual);
        relation("less", Array::less);
        relation("less_equal", Array::lessEqual);
        relation("logical_and", Array::logicalAnd);
        relation("logical_or", Array::logicalOr);
        relation("bitwise_and", Array::bitwiseAnd);
        relation("bitwise_or", Array::bitwiseOr);
        relation("bitwise_xor", Array::bitwiseXor);
        relation("left_shift", Array::leftShift);
        relation("right_shift", Array::rightShift);
        relation("integer power", Array::power);
    }

    private void reductions() {
        unary("sum", -2, 2, x -> x.square().sum(0));
        unary("sum of all", -2, 2, x -> x.square().sum());
        unary("prod", -2, 2, x -> x.prod(1));
        unary("prod of all", -1, 1, x -> x.prodKeepDims());
        unary("mean", -2, 2, x -> x.square().mean(-1));
        unary("var", -2, 2, x -> x.var(1));
        unary("std", -2, 2, x -> x.stdKeepDims(0));
        unary("max", -2, 2, x -> x.max(1));
        unary("min", -2, 2, x -> x.min(0));
        unary("logsumexp", -2, 2, x -> x.logsumexp(1));
        unary("median", -2, 2, x -> x.median(1));
        unary("softmax", -2, 2, x -> Softmax.of(x, 0));
        unary("softmax of all", -2, 2, Array::softmax);
        unary("all", -2, 2, x -> x.all(1));
        unary("any", -2, 2, x -> x.any(0));
        rough("argmax", x -> x.argmax(1));
        rough("argmin", Array::argmin);
        rough("count_nonzero", x -> x.greater(0).countNonzero(0));
    }

    private void scans() {
        for (boolean reverse : new boolean[] {false, true}) {
            for (boolean inclusive : new boolean[] {false, true}) {
                String how = (reverse ? " reverse" : "") + (inclusive ? "" : " exclusive");
                unary("cumsum" + how, -2, 2, x -> x.cumsum(1, reverse, inclusive).square());
                unary("cumprod" + how, -2, 2, x -> x.cumprod(0, reverse, inclusive));
                unary("cummax" + how, -2, 2, x -> finite(x.cummax(0, reverse, inclusive)));
                unary("cummin" + how, -2, 2, x -> finite(x.cummin(-1, reverse, inclusive)));
                unary(
                        "logcumsumexp" + how,
                        -2,
                        2,
                        x -> finite(x.logcumsumexp(1, reverse, inclusive)));
            }
        }
        unary("sort", -2, 2, x -> x.sort(1).multiply(x));
        unary("partition", -2, 2, x -> x.partition(1, 0).multiply(x));
        unary("topk", -2, 2, x -> x.topk(2, 1).square());
        unary("diff", -2, 2, x -> x.diff(1, 0).square());
        rough("unique", x -> x.round().unique(3));
        rough("argsort", x -> x.argsort(0));
        rough("argpartition", x -> x.argpartition(1, 1));
        Argument sorted = new Argument(Kind.REAL, "a", -2, 2);
        other(
                "searchsorted",
                Smooth.NOT,
                in -> in.get(0).sort().searchsorted(in.get(1)),
                sorted,
                Argument.real("b"));
    }

    private static Array finite(Array x) {
        return Array.where(x.isinf(), Array.zeros(DType.F64), x);
    }

    private void shaping() {
        unary("reshape", -2, 2, x -> x.reshape(-1).square());
        unary("transpose", -2, 2, x -> x.T().square());
        smooth("permuted", in -> in.getFirst().transpose(1, 2, 0).square(), "abc");
        smooth("moveaxis", in -> in.getFirst().moveaxis(0, -1).square(), "abc");
        smooth(
                "broadcast_to",
                in -> in.getFirst().broadcastTo(3, 2, in.getFirst().size()).square(),
                "a");
        smooth(
                "broadcast_arrays",
                in -> Array.broadcastArrays(in.get(0), in.get(1)).getFirst(),
                "1b",
                "a1");
        smooth("flatten", in -> in.getFirst().flatten(1, 2).square(), "abc");
        smooth("unflatten", in -> in.getFirst().unflatten(1, 2, -1).square(), "a4");
        smooth("squeeze", in -> in.getFirst().squeeze(1).square(), "a1b");
        unary("expand_dims", -2, 2, x -> x.expandDims(0, -1).square());
        unary("atleast_3d", -2, 2, x -> x.atleast3d().square());
        unary("flip", -2, 2, x -> x.flip(0).multiply(x));
        unary("roll", -2, 2, x -> x.roll(2, 1).multiply(x));
        unary("repeat", -2, 2, x -> x.repeat(2, 1).square());
        unary("tile", -2, 2, x -> x.tile(2, 1, 3).square());
        several("split", in -> in.getFirst().split(2, 1), "a4");
        several("unstack", in -> in.getFirst().unstack(0), "2a");
        several("meshgrid", in -> Array.meshgrid(in.get(0), in.get(1)), "a", "b");
        unary(
                "as_strided",
                -2,
                2,
                x -> x.asStrided(dev.mlxj.tensor.Shape.of(2, 2), new long[] {1, 1}, 1).square());
        smooth(
                "concatenate",
                in -> Array.concatenate(List.of(in.get(0), in.get(1), in.get(0)), 1).square(),
                "ab",
                "ac");
        smooth("stack", in -> Array.stack(in, 1).square(), "ab", "ab");
    }

    private void indexing() {
        unary("slice", -2, 2, x -> x.get(Index.span(null, null, -2), Index.from(1)).square());
        unary("set", -2, 2, x -> x.set(x.sum(), Index.at(0), Index.from(1)).square());
        other(
                "set chosen",
                Smooth.DOUBLE,
                in -> in.get(0).set(in.get(2), Index.of(in.get(1).sum().minimum(1))),
                Argument.real("ab"),
                Argument.index("c"),
                Argument.real("b"));
        other(
                "take",
                Smooth.DOUBLE,
                in -> in.get(0).take(in.get(1), 1).square(),
                Argument.real("ab"),
                Argument.index("c"));
        other(
                "take of all",
                Smooth.DOUBLE,
                in -> in.get(0).take(in.get(1)).square(),
                Argument.real("ab"),
                Argument.index("c"));
        other(
                "get",
                Smooth.DOUBLE,
                in -> in.get(0).get(Index.all(), Index.of(in.get(1)), Index.newAxis()).square(),
                Argument.real("abc"),
                Argument.index("de"));
        unary("take_along_axis", -2, 2, x -> x.takeAlongAxis(x.argsort(1), 1).square());
        other(
                "put_along_axis",
                Smooth.DOUBLE,
                in ->
                        in.get(0)
                                .putAlongAxis(in.get(0).argsort(1).slice(1, 0, 1), in.get(1), 1)
                                .square(),
                Argument.real("ab"),
                Argument.real("a1"));
        other(
                "slice at",
                Smooth.DOUBLE,
                in -> in.get(0).slice(in.get(1), new int[] {0}, 1, extent(in.get(0), 1)).square(),
                Argument.real("ab"),
                Argument.index("1"));
        for (Scatter.Mode mode : Scatter.Mode.values()) {
            boolean single = mode == Scatter.Mode.SET;
            other(
                    "at " + mode,
                    Smooth.DOUBLE,
                    in ->
                            in.get(0)
                                    .at(
                                            mode,
                                            in.get(2),
                                            Index.of(
                                                    single ? in.get(1).slice(0, 0, 1) : in.get(1))),
                    Argument.real("ab"),
                    Argument.index("2"),
                    Argument.real(single ? "1b" : "2b"));
        }
        other(
                "set where",
                Smooth.DOUBLE,
                in -> in.get(0).set(in.get(2), Index.of(in.get(1).greater(0))),
                Argument.real("ab"),
                Argument.index("a"),
                Argument.real(""));
        other(
                "slice_update",
                Smooth.DOUBLE,
                in -> in.get(0).sliceUpdate(in.get(1), in.get(2), 1),
                Argument.real("a4"),
                Argument.real("a2"),
                Argument.index("1"));
        unary("diagonal", -2, 2, x -> x.diagonal(1).square());
        unary("diag", -2, 2, x -> x.flatten().diag(1).square());
        unary("trace", -2, 2, x -> x.square().trace());
        unary("tril", -2, 2, x -> x.tril(0).square());
        unary("triu", -2, 2, x -> x.triu(1).square());
        unary("pad", -2, 2, x -> x.pad(1, 2).square());
        for (Pad.Mode mode : List.of(Pad.Mode.EDGE, Pad.Mode.REFLECT, Pad.Mode.SYMMETRIC)) {
            unary(
                    "pad " + mode,
                    -2,
                    2,
                    x ->
                            x.pad(mode, Array.scalar(0), new Pad.Width(1, 1), new Pad.Width(0, 1))
                                    .square());
        }
    }

    private void products() {
        single("conv1d of F32", in -> Array.conv1d(in.get(0), in.get(1), 1, 1, 1, 1), "a4b", "c3b");
        single(
                "conv1d of channels",
                in -> Array.conv1d(in.get(0), in.get(1), 1, 1, 1, 3),
                "a43",
                "331");
        smooth(
                "einsum of many",
                in -> Array.einsum("...ab,bc->...ac", in.get(0), in.get(1)),
                "dab",
                "bc");
        smooth("matmul", in -> in.get(0).matmul(in.get(1)), "ab", "bc");
        smooth("matmul of many", in -> in.get(0).matmul(in.get(1)), "dab", "bc");
        smooth("matmul of vectors", in -> in.get(0).matmul(in.get(1)), "a", "ab");
        smooth(
                "addmm",
                in -> Array.addmm(in.get(0), in.get(1), in.get(2), 0.5, 2),
                "c",
                "ab",
                "bc");
        smooth("inner", in -> in.get(0).inner(in.get(1)), "ab", "cb");
        smooth("outer", in -> in.get(0).outer(in.get(1)), "ab", "c");
        smooth("kron", in -> in.get(0).kron(in.get(1)), "ab", "cd");
        smooth("vecdot", in -> in.get(0).vecdot(in.get(1), -1), "ab", "ab");
        smooth("tensordot", in -> in.get(0).tensordot(in.get(1), 2), "abc", "bcd");
        smooth("einsum", in -> Array.einsum("abc,cd->dab", in.get(0), in.get(1)), "abc", "cd");
        other(
                "gather_mm",
                Smooth.DOUBLE,
                in -> Array.gatherMm(in.get(0), in.get(1), null, in.get(2)),
                Argument.real("2ab"),
                Argument.real("2bc"),
                Argument.index("2"));
        smooth("conv1d", in -> Array.conv1d(in.get(0), in.get(1), 1, 1, 1, 1), "a4b", "c3b");
        smooth(
                "conv1d in steps",
                in -> Array.conv1d(in.get(0), in.get(1), 2, 2, 2, 2),
                "a44",
                "42" + "2");
        smooth("conv2d", in -> Array.conv2d(in.get(0), in.get(1)), "144a", "b22a");
        smooth(
                "conv_transpose1d",
                in -> Array.convTranspose1d(in.get(0), in.get(1), 2, 1, 1, 1, 1),
                "a3b",
                "c3b");
        Convolution general =
                new Convolution(
                        List.of(1), List.of(1), List.of(2), List.of(1), List.of(2), 1, true);
        smooth(
                "conv_general",
                in -> Array.convGeneral(in.get(0), in.get(1), general),
                "a3b",
                "c2b");
        smooth(
                "convolve",
                in -> Array.convolve(in.get(0), in.get(1), Convolve.Mode.SAME),
                "4",
                "3");
    }

    private void functions() {
        smooth("rms_norm", in -> Fast.rmsNorm(in.get(0), in.get(1), 1e-5), "ab", "b");
        smooth(
                "layer_norm",
                in -> Fast.layerNorm(in.get(0), in.get(1), in.get(2), 1e-2),
                "ab",
                "b",
                "b");
        smooth("attention", Samples::attention, "12bc", "12dc", "12de");
        smooth("causal attention", Samples::causalAttention, "12bc", "12bc", "12be");
        single("rms_norm of F32", in -> Fast.rmsNorm(in.get(0), in.get(1), 1e-2), "ab", "b");
        single(
                "layer_norm of F32",
                in -> Fast.layerNorm(in.get(0), in.get(1), in.get(2), 1e-1),
                "ab",
                "b",
                "b");
        single("attention of F32", Samples::attention, "12bc", "12dc", "12de");
        single("causal attention of F32", Samples::causalAttention, "12bc", "12bc", "12be");
        single("rope", in -> Fast.rope(in.get(0), 2, false, 100, 1, 3), "ab4");
        single("traditional rope", in -> Fast.rope(in.get(0), 4, true, 100, 1, 0), "ab4");
        other(
                "cross_entropy",
                Smooth.SINGLE,
                in -> Fast.crossEntropy(in.get(0), in.get(1)),
                Argument.real("ab"),
                Argument.index("a"));
    }

    private static Array attention(List<Array> in) {
        return Fast.scaledDotProductAttention(in.get(0), in.get(1), in.get(2), 0.5);
    }

    private static Array causalAttention(List<Array> in) {
        return Fast.causalAttention(in.get(0), in.get(1), in.get(2), 0.5);
    }

    /** A function that is computed in F32. */
    private void single(String name, Function<List<Array>, Array> function, String... axes) {
        List<Argument> arguments = new ArrayList<>();
        for (String of : axes) {
            arguments.add(Argument.real(of));
        }
        Function<List<Array>, List<Array>> narrow =
                in -> List.of(function.apply(in.stream().map(x -> x.astype(DType.F32)).toList()));
        all.add(new Sample(name, Smooth.SINGLE, arguments, narrow));
    }

    private void linalg() {
        single("fft", in -> Fft.fft(in.getFirst(), 5, 0).abs().square(), "ab");
        single("irfft", in -> Fft.irfft(complex(in), 6, 1).square(), "ab", "ab");
        single("ifftn", in -> Fft.ifftn(complex(in)).imag().square(), "ab", "ab");
        other(
                "random bits",
                Smooth.NOT,
                in -> dev.mlxj.array.random.Random.bits(in.getFirst().astype(DType.U32), 3),
                Argument.index("2"));
        smooth("norm", in -> Linalg.norm(in.getFirst(), 0), "ab");
        smooth("norm of order 3", in -> Linalg.norm(in.getFirst(), 3, new int[] {-1}), "ab");
        smooth("inv", in -> Linalg.inv(strong(in.getFirst())), "aa");
        smooth("solve", in -> Linalg.solve(strong(in.get(0)), in.get(1)), "aa", "ab");
        smooth("det", in -> Linalg.det(in.getFirst()), "aa");
        several("slogdet", in -> Linalg.slogdet(in.getFirst()), "aa");
        smooth(
                "solve_triangular",
                in -> Linalg.solveTriangular(strong(in.get(0)), in.get(1)),
                "aa",
                "ab");
        smooth("tri_inv", in -> Linalg.triInv(strong(in.get(0))), "aa");
        smooth("cholesky_inv", in -> Linalg.choleskyInv(strong(in.get(0))), "aa");
        smooth("cross", in -> Linalg.cross(in.get(0), in.get(1)), "a3", "3");
        all.add(
                new Sample(
                        "lu",
                        Smooth.NOT,
                        List.of(Argument.real("ab")),
                        in -> Linalg.lu(in.getFirst())));
        all.add(
                new Sample(
                        "lu_factor",
                        Smooth.NOT,
                        List.of(Argument.real("aa")),
                        in -> Linalg.luFactor(in.getFirst())));
        rough("pinv", Linalg::pinv);
        rough("singular values", Linalg::singularValues);
        all.add(
                new Sample(
                        "svd",
                        Smooth.NOT,
                        List.of(Argument.real("ab")),
                        in -> Linalg.svd(in.getFirst())));
        all.add(
                new Sample(
                        "qr",
                        Smooth.NOT,
                        List.of(Argument.real("ab")),
                        in -> Linalg.qr(in.getFirst())));
        all.add(
                new Sample(
                        "eigh",
                        Smooth.NOT,
                        List.of(Argument.real("aa")),
                        in -> Linalg.eigh(in.getFirst())));
        other(
                "cholesky",
                Smooth.NOT,
                in -> Linalg.cholesky(strong(in.getFirst().matmul(in.getFirst().T()))),
                Argument.real("aa"));
    }

    /** A matrix far from singular. */
    private static Array strong(Array x) {
        return x.add(Array.eye(extent(x, 0)).astype(DType.F64).multiply(8));
    }

    /** The extent of an axis, or 1 if there is none: wrong arguments are tried too. */
    private static long extent(Array x, int axis) {
        return axis < x.ndim() ? x.shape().extent(axis) : 1;
    }

    private void transforms() {
        several(
                "checkpoint",
                Grad.checkpoint(in -> List.of(in.get(0).sin().multiply(in.get(1)), in.get(1))),
                "ab",
                "b");
        several(
                "custom_function",
                Grad.customFunction(
                        in -> List.of(in.get(0).multiply(in.get(1))),
                        (arguments, cotangents, results) ->
                                List.of(
                                        cotangents.getFirst().multiply(arguments.get(1)),
                                        cotangents.getFirst().multiply(arguments.get(0)))),
                "ab",
                "ab");
        several(
                "gradient",
                in ->
                        Grad.valueAndGrad(
                                        x -> List.of(x.get(0).sin().multiply(x.get(1)).sum()), 0, 1)
                                .apply(in)
                                .gradients(),
                "ab",
                "b");
        several(
                "jvp",
                in ->
                        Grad.jvp(
                                        x -> List.of(x.get(0).square().sin()),
                                        List.of(in.get(0)),
                                        List.of(in.get(1)))
                                .gradients(),
                "ab",
                "ab");
        several(
                "vmap",
                Vmap.of(
                        in -> List.of(in.get(0).multiply(in.get(1)).sum()),
                        List.of(0, Vmap.NONE),
                        0),
                "ab",
                "b");
        several(
                "compile",
                Array.compile(in -> List.of(in.get(0).exp().multiply(in.get(1)))),
                "ab",
                "ab");
    }
}
