package dev.mlxj.nn;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.nn.layers.AvgPool1d;
import dev.mlxj.nn.layers.AvgPool2d;
import dev.mlxj.nn.layers.AvgPool3d;
import dev.mlxj.nn.layers.Conv1d;
import dev.mlxj.nn.layers.Conv2d;
import dev.mlxj.nn.layers.Conv3d;
import dev.mlxj.nn.layers.ConvOptions;
import dev.mlxj.nn.layers.ConvTranspose1d;
import dev.mlxj.nn.layers.ConvTranspose2d;
import dev.mlxj.nn.layers.ConvTranspose3d;
import dev.mlxj.nn.layers.ConvTransposeOptions;
import dev.mlxj.nn.layers.MaxPool1d;
import dev.mlxj.nn.layers.MaxPool2d;
import dev.mlxj.nn.layers.MaxPool3d;
import dev.mlxj.nn.layers.Upsample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Convolutions, pools and upsampling by MLX's names and arguments. */
final class SpatialLayers {
    private SpatialLayers() {}

    static Module convolution(String name, JsonNode a) {
        int in = a.path("in_channels").asInt();
        int out = a.path("out_channels").asInt();
        List<Integer> kernel = numbers(a, "kernel_size", List.of());
        ConvOptions options =
                new ConvOptions(
                        numbers(a, "stride", List.of(1)),
                        numbers(a, "padding", List.of(0)),
                        numbers(a, "dilation", List.of(1)),
                        a.path("groups").asInt(1),
                        a.path("bias").asBoolean(true));
        return switch (name) {
            case "Conv1d" -> new Conv1d(in, out, kernel.getFirst(), options);
            case "Conv2d" -> new Conv2d(in, out, kernel, options);
            case "Conv3d" -> new Conv3d(in, out, kernel, options);
            default -> throw new IllegalArgumentException(name);
        };
    }

    static Module transposed(String name, JsonNode a) {
        int in = a.path("in_channels").asInt();
        int out = a.path("out_channels").asInt();
        List<Integer> kernel = numbers(a, "kernel_size", List.of());
        ConvTransposeOptions options =
                new ConvTransposeOptions(
                        numbers(a, "stride", List.of(1)),
                        numbers(a, "padding", List.of(0)),
                        numbers(a, "dilation", List.of(1)),
                        numbers(a, "output_padding", List.of(0)),
                        a.path("bias").asBoolean(true));
        return switch (name) {
            case "ConvTranspose1d" -> new ConvTranspose1d(in, out, kernel.getFirst(), options);
            case "ConvTranspose2d" -> new ConvTranspose2d(in, out, kernel, options);
            case "ConvTranspose3d" -> new ConvTranspose3d(in, out, kernel, options);
            default -> throw new IllegalArgumentException(name);
        };
    }

    static Module pool(String name, JsonNode a) {
        List<Integer> kernel = numbers(a, "kernel_size", List.of());
        List<Integer> stride = numbers(a, "stride", kernel);
        List<Integer> padding = numbers(a, "padding", List.of(0));
        return switch (name) {
            case "MaxPool1d" -> new MaxPool1d(kernel, stride, padding);
            case "MaxPool2d" -> new MaxPool2d(kernel, stride, padding);
            case "MaxPool3d" -> new MaxPool3d(kernel, stride, padding);
            case "AvgPool1d" -> new AvgPool1d(kernel, stride, padding);
            case "AvgPool2d" -> new AvgPool2d(kernel, stride, padding);
            case "AvgPool3d" -> new AvgPool3d(kernel, stride, padding);
            default -> throw new IllegalArgumentException(name);
        };
    }

    static Module upsample(JsonNode a) {
        Upsample.Options options =
                new Upsample.Options(
                        Upsample.Mode.valueOf(
                                a.path("mode").asText("nearest").toUpperCase(Locale.ROOT)),
                        a.path("align_corners").asBoolean(),
                        a.path("antialias").asBoolean());
        JsonNode factor = a.path("scale_factor");
        if (!factor.isArray()) {
            return new Upsample(factor.asDouble(), options);
        }
        List<Double> factors = new ArrayList<>();
        factor.forEach(one -> factors.add(one.asDouble()));
        return new Upsample(factors, options);
    }

    private static List<Integer> numbers(JsonNode a, String name, List<Integer> otherwise) {
        JsonNode value = a.path(name);
        if (value.isArray()) {
            List<Integer> numbers = new ArrayList<>();
            value.forEach(number -> numbers.add(number.asInt()));
            return numbers;
        }
        return value.isInt() ? List.of(value.asInt()) : otherwise;
    }
}
