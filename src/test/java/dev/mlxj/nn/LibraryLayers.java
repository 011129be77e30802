package dev.mlxj.nn;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.Array;
import dev.mlxj.nn.layers.ALiBi;
import dev.mlxj.nn.layers.Activations;
import dev.mlxj.nn.layers.BatchNorm;
import dev.mlxj.nn.layers.Bilinear;
import dev.mlxj.nn.layers.CELU;
import dev.mlxj.nn.layers.Dropout;
import dev.mlxj.nn.layers.Dropout2d;
import dev.mlxj.nn.layers.Dropout3d;
import dev.mlxj.nn.layers.ELU;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.GELU;
import dev.mlxj.nn.layers.GLU;
import dev.mlxj.nn.layers.GRU;
import dev.mlxj.nn.layers.GroupNorm;
import dev.mlxj.nn.layers.HardShrink;
import dev.mlxj.nn.layers.HardTanh;
import dev.mlxj.nn.layers.Hardswish;
import dev.mlxj.nn.layers.Identity;
import dev.mlxj.nn.layers.InstanceNorm;
import dev.mlxj.nn.layers.LSTM;
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.nn.layers.LeakyReLU;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.LogSigmoid;
import dev.mlxj.nn.layers.LogSoftmax;
import dev.mlxj.nn.layers.Mish;
import dev.mlxj.nn.layers.MultiHeadAttention;
import dev.mlxj.nn.layers.PReLU;
import dev.mlxj.nn.layers.QuantizedEmbedding;
import dev.mlxj.nn.layers.QuantizedLinear;
import dev.mlxj.nn.layers.QuantizedSwitchLinear;
import dev.mlxj.nn.layers.RMSNorm;
import dev.mlxj.nn.layers.RNN;
import dev.mlxj.nn.layers.ReLU;
import dev.mlxj.nn.layers.ReLU2;
import dev.mlxj.nn.layers.ReLU6;
import dev.mlxj.nn.layers.RoPE;
import dev.mlxj.nn.layers.SELU;
import dev.mlxj.nn.layers.Sequential;
import dev.mlxj.nn.layers.SiLU;
import dev.mlxj.nn.layers.Sigmoid;
import dev.mlxj.nn.layers.SinusoidalPositionalEncoding;
import dev.mlxj.nn.layers.Softmax;
import dev.mlxj.nn.layers.Softmin;
import dev.mlxj.nn.layers.Softplus;
import dev.mlxj.nn.layers.Softshrink;
import dev.mlxj.nn.layers.Softsign;
import dev.mlxj.nn.layers.Step;
import dev.mlxj.nn.layers.SwitchLinear;
import dev.mlxj.nn.layers.Tanh;
import dev.mlxj.nn.layers.Transformer;
import dev.mlxj.nn.layers.TransformerDecoder;
import dev.mlxj.nn.layers.TransformerDecoderLayer;
import dev.mlxj.nn.layers.TransformerEncoder;
import dev.mlxj.nn.layers.TransformerEncoderLayer;
import dev.mlxj.nn.layers.TransformerOptions;
import dev.mlxj.tensor.Quantization;

import org.junit.jupiter.api.Assumptions;

import java.util.ArrayList;
import java.util.List;

/** Layers and functions of the library by MLX's names and arguments. */
final class LibraryLayers {
    private LibraryLayers() {}

    static Module construct(String name, JsonNode a) {
        return switch (name) {
            case "ALiBi" -> new ALiBi();
            case "BatchNorm" ->
                    new BatchNorm(
                            integer(a, "num_features"),
                            real(a, "eps", 1e-5),
                            real(a, "momentum", 0.1),
                            is(a, "affine", true),
                            is(a, "track_running_stats", true));
            case "Bilinear" ->
                    new Bilinear(
                            integer(a, "input1_dims"),
                            integer(a, "input2_dims"),
                            integer(a, "output_dims"),
                            is(a, "bias", true));
            case "CELU" -> a.has("alpha") ? new CELU(real(a, "alpha", 1)) : new CELU();
            case "AvgPool1d", "AvgPool2d", "AvgPool3d", "MaxPool1d", "MaxPool2d", "MaxPool3d" ->
                    SpatialLayers.pool(name, a);
            case "Conv1d", "Conv2d", "Conv3d" -> SpatialLayers.convolution(name, a);
            case "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d" ->
                    SpatialLayers.transposed(name, a);
            case "Dropout" -> a.has("p") ? new Dropout(real(a, "p", 0.5)) : new Dropout();
            case "Dropout2d" -> a.has("p") ? new Dropout2d(real(a, "p", 0.5)) : new Dropout2d();
            case "Dropout3d" -> a.has("p") ? new Dropout3d(real(a, "p", 0.5)) : new Dropout3d();
            case "ELU" -> a.has("alpha") ? new ELU(real(a, "alpha", 1)) : new ELU();
            case "Embedding" -> new Embedding(integer(a, "num_embeddings"), integer(a, "dims"));
            case "GELU" -> new GELU(approximation(a.path("approx").asText("none")));
            case "GLU" -> a.has("axis") ? new GLU(integer(a, "axis")) : new GLU();
            case "GRU" ->
                    new GRU(
                            integer(a, "input_size"),
                            integer(a, "hidden_size"),
                            is(a, "bias", true));
            case "GroupNorm" ->
                    new GroupNorm(
                            integer(a, "num_groups"),
                            integer(a, "dims"),
                            real(a, "eps", 1e-5),
                            is(a, "affine", true),
                            is(a, "pytorch_compatible", false)
                                    ? GroupNorm.Grouping.CONTIGUOUS
                                    : GroupNorm.Grouping.INTERLEAVED);
            case "HardShrink" ->
                    a.has("lambd") ? new HardShrink(real(a, "lambd", 0.5)) : new HardShrink();
            case "HardTanh" -> new HardTanh();
            case "Hardswish" -> new Hardswish();
            case "Identity" -> new Identity();
            case "InstanceNorm" ->
                    new InstanceNorm(
                            integer(a, "dims"), real(a, "eps", 1e-5), is(a, "affine", false));
            case "LSTM" ->
                    new LSTM(
                            integer(a, "input_size"),
                            integer(a, "hidden_size"),
                            is(a, "bias", true));
            case "LayerNorm" ->
                    new LayerNorm(
                            integer(a, "dims"),
                            real(a, "eps", 1e-5),
                            is(a, "affine", true),
                            is(a, "bias", true));
            case "LeakyReLU" ->
                    a.has("negative_slope")
                            ? new LeakyReLU(real(a, "negative_slope", 0))
                            : new LeakyReLU();
            case "Linear" ->
                    new Linear(
                            integer(a, "input_dims"),
                            integer(a, "output_dims"),
                            is(a, "bias", true));
            case "LogSigmoid" -> new LogSigmoid();
            case "LogSoftmax" -> new LogSoftmax();
            case "Mish" -> new Mish();
            case "MultiHeadAttention" -> attention(a);
            case "PReLU" ->
                    a.isEmpty()
                            ? new PReLU()
                            : new PReLU(a.path("num_parameters").asInt(1), real(a, "init", 0.25));
            case "QuantizedEmbedding" ->
                    new QuantizedEmbedding(
                            integer(a, "num_embeddings"), integer(a, "dims"), quantization(a));
            case "QuantizedLinear" ->
                    new QuantizedLinear(
                            integer(a, "input_dims"),
                            integer(a, "output_dims"),
                            is(a, "bias", true),
                            quantization(a));
            case "QuantizedSwitchLinear" ->
                    new QuantizedSwitchLinear(
                            integer(a, "input_dims"),
                            integer(a, "output_dims"),
                            integer(a, "num_experts"),
                            is(a, "bias", true),
                            quantization(a));
            case "RMSNorm" -> new RMSNorm(integer(a, "dims"), real(a, "eps", 1e-5));
            case "RNN" ->
                    new RNN(
                            integer(a, "input_size"),
                            integer(a, "hidden_size"),
                            is(a, "bias", true),
                            function(a.path("nonlinearity").asText("tanh")));
            case "ReLU" -> new ReLU();
            case "ReLU2" -> new ReLU2();
            case "ReLU6" -> new ReLU6();
            case "RoPE" ->
                    new RoPE(
                            integer(a, "dims"),
                            is(a, "traditional", false)
                                    ? RoPE.Pairing.NEIGHBOURS
                                    : RoPE.Pairing.HALVES,
                            real(a, "base", 10_000),
                            real(a, "scale", 1));
            case "SELU" -> new SELU();
            case "Sequential" -> sequential(a.path("layers"));
            case "SiLU" -> new SiLU();
            case "Sigmoid" -> new Sigmoid();
            case "SinusoidalPositionalEncoding" -> sinusoidal(a);
            case "Softmax" -> new Softmax();
            case "Softmin" -> new Softmin();
            case "Softplus" -> new Softplus();
            case "Softshrink" ->
                    a.has("lambd") ? new Softshrink(real(a, "lambd", 0.5)) : new Softshrink();
            case "Softsign" -> new Softsign();
            case "Step" -> a.has("threshold") ? new Step(real(a, "threshold", 0)) : new Step();
            case "SwitchLinear" ->
                    new SwitchLinear(
                            integer(a, "input_dims"),
                            integer(a, "output_dims"),
                            integer(a, "num_experts"),
                            is(a, "bias", true));
            case "Tanh" -> new Tanh();
            case "Transformer" ->
                    new Transformer(
                            a.path("dims").asInt(512),
                            a.path("num_heads").asInt(8),
                            a.path("num_encoder_layers").asInt(6),
                            a.path("num_decoder_layers").asInt(6),
                            transformer(a));
            case "TransformerDecoder" ->
                    new TransformerDecoder(
                            integer(a, "num_layers"),
                            integer(a, "dims"),
                            integer(a, "num_heads"),
                            transformer(a));
            case "TransformerDecoderLayer" ->
                    new TransformerDecoderLayer(
                            integer(a, "dims"), integer(a, "num_heads"), transformer(a));
            case "TransformerEncoder" ->
                    new TransformerEncoder(
                            integer(a, "num_layers"),
                            integer(a, "dims"),
                            integer(a, "num_heads"),
                            transformer(a));
            case "TransformerEncoderLayer" ->
                    new TransformerEncoderLayer(
                            integer(a, "dims"), integer(a, "num_heads"), transformer(a));
            case "Upsample" -> SpatialLayers.upsample(a);
            default -> Assumptions.abort("no layer " + name);
        };
    }

    /** How to quantise, from {@code mode}, {@code group_size} and {@code bits} where given. */
    static Quantization quantization(JsonNode a) {
        Quantization.Mode mode = Quantization.Mode.named(a.path("mode").asText("affine"));
        Quantization usual = Quantization.of(mode);
        return new Quantization(
                mode,
                a.path("group_size").asInt(usual.groupSize()),
                a.path("bits").asInt(usual.bits()));
    }

    private static GELU.Approximation approximation(String name) {
        return switch (name) {
            case "none" -> GELU.Approximation.EXACT;
            case "precise", "tanh" -> GELU.Approximation.TANH;
            case "fast" -> GELU.Approximation.SIGMOID;
            default -> throw new IllegalArgumentException("GELU has no approximation " + name);
        };
    }

    private static MultiHeadAttention attention(JsonNode a) {
        int dims = integer(a, "dims");
        int key = a.path("key_input_dims").asInt(dims);
        return new MultiHeadAttention(
                dims,
                integer(a, "num_heads"),
                new MultiHeadAttention.Sizes(
                        a.path("query_input_dims").asInt(dims),
                        key,
                        a.path("value_input_dims").asInt(key),
                        a.path("value_dims").asInt(dims),
                        a.path("value_output_dims").asInt(dims)),
                is(a, "bias", false));
    }

    private static Sequential sequential(JsonNode layers) {
        List<Layer> built = new ArrayList<>();
        layers.forEach(layer -> built.add((Layer) Descriptions.build(layer)));
        return new Sequential(built.toArray(Layer[]::new));
    }

    private static SinusoidalPositionalEncoding sinusoidal(JsonNode a) {
        int dims = integer(a, "dims");
        return new SinusoidalPositionalEncoding(
                dims,
                new SinusoidalPositionalEncoding.Options(
                        real(a, "min_freq", 0.0001),
                        real(a, "max_freq", 1),
                        real(a, "scale", Math.sqrt(2.0 / dims)),
                        is(a, "cos_first", false),
                        is(a, "full_turns", false)));
    }

    private static TransformerOptions transformer(JsonNode a) {
        TransformerOptions options =
                TransformerOptions.of(a.path("dims").asInt(512))
                        .withDropout(real(a, "dropout", 0))
                        .withActivation(function(a.path("activation").asText("relu")));
        options = is(a, "norm_first", true) ? options : options.withNormLast();
        options = is(a, "checkpoint", false) ? options.withCheckpoint() : options;
        return a.has("mlp_dims") ? options.withMlpDims(integer(a, "mlp_dims")) : options;
    }

    /** A function of one array by MLX's name, with the defaults of its other arguments. */
    static Layer function(String name) {
        return x -> call(name, x, com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    /** Calls a function of one array by MLX's name. */
    static Array call(String name, Array x, JsonNode a) {
        return switch (name) {
            case "celu" -> Activations.celu(x, real(a, "alpha", 1));
            case "elu" -> Activations.elu(x, real(a, "alpha", 1));
            case "gelu" -> Activations.gelu(x);
            case "gelu_approx" -> Activations.geluApprox(x);
            case "gelu_fast_approx" -> Activations.geluFastApprox(x);
            case "glu" -> Activations.glu(x, a.path("axis").asInt(-1));
            case "hard_shrink" -> Activations.hardShrink(x, real(a, "lambd", 0.5));
            case "hard_tanh" ->
                    Activations.hardTanh(x, real(a, "min_val", -1), real(a, "max_val", 1));
            case "hardswish" -> Activations.hardswish(x);
            case "leaky_relu" -> Activations.leakyRelu(x, real(a, "negative_slope", 0.01));
            case "log_sigmoid" -> Activations.logSigmoid(x);
            case "log_softmax" -> Activations.logSoftmax(x, a.path("axis").asInt(-1));
            case "mish" -> Activations.mish(x);
            case "relu" -> Activations.relu(x);
            case "relu2" -> Activations.relu2(x);
            case "relu6" -> Activations.relu6(x);
            case "selu" -> Activations.selu(x);
            case "sigmoid" -> Activations.sigmoid(x);
            case "silu" -> Activations.silu(x);
            case "softmax" -> Activations.softmax(x, a.path("axis").asInt(-1));
            case "softmin" -> Activations.softmin(x, a.path("axis").asInt(-1));
            case "softplus" -> Activations.softplus(x);
            case "softshrink" -> Activations.softshrink(x, real(a, "lambd", 0.5));
            case "softsign" -> Activations.softsign(x);
            case "step" -> Activations.step(x, real(a, "threshold", 0));
            case "tanh" -> Activations.tanh(x);
            default -> Assumptions.abort("no function " + name);
        };
    }

    private static int integer(JsonNode args, String name) {
        return args.path(name).intValue();
    }

    private static double real(JsonNode args, String name, double otherwise) {
        return args.path(name).asDouble(otherwise);
    }

    private static boolean is(JsonNode args, String name, boolean otherwise) {
        return args.path(name).asBoolean(otherwise);
    }
}
