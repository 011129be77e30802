package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.op.Attention;
import dev.mlxj.array.op.Convolution;
import dev.mlxj.array.op.Rope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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
        all.put("mx.fast.rope", FastOperations::rope);
        all.put(
                "mx.fast.scaled_dot_product_attention",
                call ->
                        new Attention(call.doubleArg("scale", 1), call.has("mask"))
                                .apply(
                                        call.input("q"),
                                        call.input("k"),
                                        call.input("v"),
                                        call.optional("mask"),
                                        call.optional("sinks")));
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

    private static double eps(OperationCall call) {
        return call.doubleArg("eps", 1e-5);
    }

    private static Array rope(OperationCall call) {
        Rope rope =
                new Rope(
                        call.intArg("dims", 0),
                        call.flag("traditional", false),
                        call.doubleArg("scale", 1));
        Array offset =
                call.hasInput("offset")
                        ? call.input("offset")
                        : Array.scalar((long) call.intArg("offset", 0));
        Array wavelengths =
                call.hasInput("freqs")
                        ? call.input("freqs")
                        : rope.wavelengths(call.doubleArg("base", 10000));
        return rope.apply(call.x(), wavelengths, offset);
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
