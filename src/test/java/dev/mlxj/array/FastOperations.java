package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.op.AsStrided;
import dev.mlxj.array.op.Attention;
import dev.mlxj.array.op.Convolution;
import dev.mlxj.array.op.Convolve;
import dev.mlxj.array.op.GatherMM;
import dev.mlxj.array.op.Rope;
import dev.mlxj.array.op.SearchSorted;
import dev.mlxj.array.op.Taper;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Normalisation, attention and convolution by the reference's names. */
final class FastOperations {
    private FastOperations() {}

    static Map<String, Function<OperationCall, Array>> all() {
        Map<String, Function<OperationCall, Array>> all = new HashMap<>();
        all.put(
                "mx.fast.rms_norm",
                call -> Fast.rmsNorm(call.x(), call.optional("weight"), eps(call)));
        all.put(
                "mx.fast.layer_norm",
                call ->
                        Fast.layerNorm(
                                call.x(),
                                call.optional("weight"),
                                call.optional("bias"),
                                eps(call)));
        all.put(
                "mx.fast.cross_entropy",
                call -> Fast.crossEntropy(call.input("logits"), call.input("targets")));
        all.put("mx.to_fp8", call -> call.x().toFp8());
        all.put("mx.from_fp8", call -> call.x().fromFp8(call.dtype(DType.BF16)));
        all.put(
                "mx.slice",
                call ->
                        call.x()
                                .slice(
                                        call.input("start_indices"),
                                        call.ints("axes"),
                                        call.longs("slice_size")));
        all.put(
                "mx.searchsorted",
                call ->
                        SearchSorted.of(
                                call.x(), call.y(), call.arg("side").asText().equals("right")));
        all.put(
                "mx.gather_mm",
                call ->
                        GatherMM.of(
                                call.input("a"),
                                call.input("b"),
                                call.optional("lhs_indices"),
                                call.optional("rhs_indices")));
        all.put(
                "mx.as_strided",
                call ->
                        AsStrided.of(
                                call.x(),
                                Shape.of(call.longs("shape")),
                                call.longs("strides"),
                                call.intArg("offset", 0)));
        all.put("mx.hanning", call -> Taper.hanning(call.intArg("M", 0)));
        all.put("mx.hamming", call -> Taper.hamming(call.intArg("M", 0)));
        all.put("mx.blackman", call -> Taper.blackman(call.intArg("M", 0)));
        all.put("mx.bartlett", call -> Taper.bartlett(call.intArg("M", 0)));
        all.put(
                "mx.convolve",
                call ->
                        Convolve.of(
                                call.x(),
                                call.y(),
                                Convolve.Mode.valueOf(
                                        call.arg("mode").asText().toUpperCase(Locale.ROOT))));
        all.put(
                "mx.slice_update",
                call ->
                        call.input("a")
                                .sliceUpdate(
                                        call.input("update"),
                                        call.input("start_indices"),
                                        call.ints("axes")));
        all.put(
                "mx.linalg.cross",
                call -> Linalg.cross(call.x(), call.y(), call.intArg("axis", -1)));
        all.put(
                "mx.linalg.tri_inv",
                call ->
                        call.flag("upper", false)
                                ? Linalg.upperTriInv(call.x())
                                : Linalg.triInv(call.x()));
        all.put(
                "mx.linalg.solve_triangular",
                call ->
                        call.flag("upper", false)
                                ? Linalg.solveUpperTriangular(call.x(), call.y())
                                : Linalg.solveTriangular(call.x(), call.y()));
        all.put("mx.linalg.cholesky_inv", call -> Linalg.choleskyInv(call.x()));
        all.put(
                "mx.fft.fft",
                call ->
                        call.has("n")
                                ? Fft.fft(call.x(), call.intArg("n", 1), call.intArg("axis", -1))
                                : Fft.fft(call.x()));
        all.put(
                "mx.fft.ifft",
                call ->
                        call.has("n")
                                ? Fft.ifft(call.x(), call.intArg("n", 1), call.intArg("axis", -1))
                                : Fft.ifft(call.x()));
        all.put(
                "mx.fft.rfft",
                call ->
                        call.has("n")
                                ? Fft.rfft(call.x(), call.intArg("n", 1), call.intArg("axis", -1))
                                : Fft.rfft(call.x()));
        all.put(
                "mx.fft.irfft",
                call ->
                        call.has("n")
                                ? Fft.irfft(call.x(), call.intArg("n", 1), call.intArg("axis", -1))
                                : Fft.irfft(call.x()));
        all.put("mx.fft.fftn", call -> Fft.fftn(call.x(), call.ints("axes")));
        all.put("mx.fft.ifftn", call -> Fft.ifftn(call.x(), call.ints("axes")));
        all.put("mx.fft.rfftn", call -> Fft.rfftn(call.x(), call.ints("axes")));
        all.put("mx.fft.irfftn", call -> Fft.irfftn(call.x(), call.ints("axes")));
        all.put("mx.fft.fft2", call -> Fft.fft2(call.x()));
        all.put("mx.fft.irfft2", call -> Fft.irfft2(call.x()));
        all.put("mx.fft.fftshift", call -> Fft.fftshift(call.x(), call.ints("axes")));
        all.put("mx.fft.ifftshift", call -> Fft.ifftshift(call.x(), call.ints("axes")));
        all.put("mx.fft.fftfreq", call -> Fft.fftfreq(call.intArg("n", 1), call.doubleArg("d", 1)));
        all.put(
                "mx.fft.rfftfreq",
                call -> Fft.rfftfreq(call.intArg("n", 1), call.doubleArg("d", 1)));
        all.put("mx.linalg.inv", call -> Linalg.inv(call.x()));
        all.put("mx.linalg.pinv", call -> Linalg.pinv(call.x()));
        all.put("mx.linalg.solve", call -> Linalg.solve(call.x(), call.y()));
        all.put("mx.linalg.det", call -> Linalg.det(call.x()));
        all.put("mx.linalg.cholesky", call -> Linalg.cholesky(call.x()));
        all.put("mx.linalg.eigvalsh", call -> Linalg.eigvalsh(call.x()));
        all.put("mx.linalg.norm", FastOperations::norm);
        all.put("mx.matrix_norm", FastOperations::norm);
        all.put("mx.fast.rope", FastOperations::rope);
        all.put("mx.fast.scaled_dot_product_attention", FastOperations::attention);
        for (int axes = 1; axes <= 3; axes++) {
            int spatial = axes;
            all.put(
                    "mx.conv" + axes + "d",
                    call ->
                            Convolution.of(
                                            each(call, "stride", spatial, 1),
                                            each(call, "padding", spatial, 0),
                                            each(call, "dilation", spatial, 1),
                                            call.intArg("groups", 1))
                                    .apply(call.input("input"), call.input("weight")));
            all.put("mx.conv_transpose" + axes + "d", call -> transposed(call, spatial));
        }
        all.put("mx.conv_general", FastOperations::general);
        return all;
    }

    private static Array norm(OperationCall call) {
        boolean keep = call.flag("keepdims", false);
        int[] axes = call.axes();
        String ord = call.has("ord") ? call.arg("ord").asText() : "fro";
        return switch (ord) {
            case "fro" -> keep ? Linalg.normKeepDims(call.x(), axes) : Linalg.norm(call.x(), axes);
            case "nuc" -> Linalg.nuclearNorm(call.x());
            default -> {
                double p =
                        switch (ord) {
                            case "inf" -> Double.POSITIVE_INFINITY;
                            case "-inf" -> Double.NEGATIVE_INFINITY;
                            default -> Double.parseDouble(ord);
                        };
                yield keep
                        ? Linalg.normKeepDims(call.x(), p, axes)
                        : Linalg.norm(call.x(), p, axes);
            }
        };
    }

    private static double eps(OperationCall call) {
        return call.doubleArg("eps", 1e-5);
    }

    private static Array attention(OperationCall call) {
        Array q = call.input("q");
        Array k = call.input("k");
        Array v = call.input("v");
        double scale = call.doubleArg("scale", 1);
        Array mask = call.optional("mask");
        if (call.hasInput("sinks") && !call.has("mask")) {
            return Fast.scaledDotProductAttention(q, k, v, scale, mask, call.input("sinks"));
        }
        if (call.has("mask")) {
            return new Attention(scale, true).apply(q, k, v, mask, call.optional("sinks"));
        }
        return mask == null
                ? Fast.scaledDotProductAttention(q, k, v, scale)
                : Fast.scaledDotProductAttention(q, k, v, scale, mask);
    }

    private static Array rope(OperationCall call) {
        int dims = call.intArg("dims", 0);
        boolean traditional = call.flag("traditional", false);
        double scale = call.doubleArg("scale", 1);
        double base = call.doubleArg("base", 10000);
        int offset = call.intArg("offset", 0);
        if (!call.hasInput("offset") && !call.hasInput("freqs")) {
            return Fast.rope(call.x(), dims, traditional, base, scale, offset);
        }
        Array wavelengths =
                call.hasInput("freqs")
                        ? call.input("freqs")
                        : new Rope(dims, traditional, scale).wavelengths(base);
        Array first = call.hasInput("offset") ? call.input("offset") : Array.scalar(offset);
        return Fast.rope(call.x(), dims, traditional, wavelengths, scale, first);
    }

    private static List<Integer> each(OperationCall call, String name, int axes, int otherwise) {
        int[] given = call.ints(name);
        if (given.length <= 1) {
            return Collections.nCopies(axes, given.length == 0 ? otherwise : given[0]);
        }
        List<Integer> numbers = new ArrayList<>();
        for (int number : given) {
            numbers.add(number);
        }
        return numbers;
    }

    private static Array transposed(OperationCall call, int axes) {
        Array weight = call.input("weight");
        List<Integer> window = new ArrayList<>();
        for (int axis = 1; axis <= axes; axis++) {
            window.add((int) weight.shape().extent(axis));
        }
        return Convolution.transposed(
                        each(call, "stride", axes, 1),
                        each(call, "padding", axes, 0),
                        each(call, "dilation", axes, 1),
                        each(call, "output_padding", axes, 0),
                        window,
                        call.intArg("groups", 1))
                .apply(call.input("input"), weight);
    }

    private static Array general(OperationCall call) {
        Array input = call.input("input");
        int axes = input.ndim() - 2;
        JsonNode padding = call.arg("padding");
        List<Integer> low = new ArrayList<>();
        List<Integer> high = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            JsonNode own = padding.path(0).isArray() ? padding.path(0).path(axis) : padding;
            low.add(own.isArray() ? own.path(axis).asInt() : own.asInt());
            JsonNode other = padding.path(0).isArray() ? padding.path(1).path(axis) : padding;
            high.add(other.isArray() ? other.path(axis).asInt() : other.asInt());
        }
        return new Convolution(
                        each(call, "stride", axes, 1),
                        low,
                        high,
                        each(call, "kernel_dilation", axes, 1),
                        each(call, "input_dilation", axes, 1),
                        call.intArg("groups", 1),
                        call.flag("flip", false))
                .apply(input, call.input("weight"));
    }
}
