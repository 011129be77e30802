package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Activations;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.RMSNorm;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Mamba: a stack of selective state spaces. No token attends to another; each layer carries a state
 * along the sequence, and what it keeps depends on the token.
 *
 * <p>Inputs: {@code input_ids} [batch, length], and optionally {@code attention_mask} of the same
 * shape, 0 where there is padding. Outputs: {@code hidden_states.0 .. N}, of which {@code .i} is
 * what leaves layer {@code i + 1} and the last is normalised, and {@code logits} [batch, length,
 * vocabulary] or, without a head, {@code last_hidden_state}.
 *
 * @see <a href="https://arxiv.org/abs/2312.00752">Gu and Dao, Mamba</a>
 */
public final class Mamba extends Model {
    static final Family FAMILY = new MambaFamily();

    /** The values of {@code config.json} that change what is computed. */
    private record Config(
            int vocabularySize,
            int hiddenSize,
            int innerSize,
            int stateSize,
            int layers,
            int kernel,
            int stepRank,
            double eps,
            Layer activation,
            boolean bias,
            boolean convolutionBias) {

        static Config of(ModelConfig json) throws IOException {
            int hidden = json.positive("hidden_size", 768);
            int expanded = Math.multiplyExact(hidden, json.positive("expand", 2));
            boolean auto = !json.has("time_step_rank") || json.is("time_step_rank", "auto");
            return new Config(
                    json.positive("vocab_size", 50280),
                    hidden,
                    json.positive("intermediate_size", expanded),
                    json.positive("state_size", 16),
                    json.positive("num_hidden_layers", 32),
                    json.positive("conv_kernel", 4),
                    auto ? Math.ceilDiv(hidden, 16) : json.positive("time_step_rank"),
                    json.number("layer_norm_epsilon", 1e-5),
                    HiddenActivation.of(json, "hidden_act", "silu"),
                    json.flag("use_bias", false),
                    json.flag("use_conv_bias", true));
        }
    }

    /**
     * A convolution of each channel by itself over the last tokens; the weight is [channels, 1,
     * kernel] as checkpoints have it.
     */
    private static final class CausalConvolution extends Module implements Layer {
        private final Parameter weight;
        private final Parameter bias;

        CausalConvolution(int channels, int kernel, boolean bias) {
            weight = parameter("weight", Array.zeros(channels, 1, kernel));
            this.bias =
                    bias ? parameter("bias", Array.zeros(DType.F32, channels)) : parameter("bias");
        }

        /** [batch, length, channels] to the same. */
        @Override
        public Array forward(Array x) {
            long[] extents = x.shape().toArray();
            long kernel = weight.value().shape().extent(2);
            Array before = Array.zeros(x.dtype(), extents[0], kernel - 1, extents[2]);
            Array padded = Array.concatenate(List.of(before, x), 1);
            Array sum = bias.isPresent() ? bias.value() : Array.zeros(x.dtype());
            for (long k = 0; k < kernel; k++) {
                Array tap = weight.value().slice(2, k, k + 1).squeeze(1, 2);
                sum = padded.slice(1, k, k + extents[1]).multiply(tap).add(sum);
            }
            return sum;
        }
    }

    /** Section 3.4 of the paper: projection, convolution, selective scan, gate. */
    private static final class Mixer extends Module {
        private final Config config;
        private final ChildLayer in;
        private final ChildLayer convolution;
        private final ChildLayer selection;
        private final ChildLayer step;
        private final Parameter decay;
        private final Parameter skip;
        private final ChildLayer out;

        Mixer(Config c) {
            config = c;
            int inner = c.innerSize;
            convolution =
                    layer("conv1d", new CausalConvolution(inner, c.kernel, c.convolutionBias));
            in = layer("in_proj", new Linear(c.hiddenSize, 2 * inner, c.bias));
            selection = layer("x_proj", new Linear(inner, c.stepRank + 2 * c.stateSize, false));
            step = layer("dt_proj", new Linear(c.stepRank, inner));
            decay = parameter("A_log", Array.zeros(inner, c.stateSize));
            skip = parameter("D", Array.zeros(DType.F32, inner));
            out = layer("out_proj", new Linear(inner, c.hiddenSize, c.bias));
        }

        Array forward(Array input, @Nullable Array tokens) {
            List<Array> halves = in.forward(masked(input, tokens)).split(2, -1);
            Array gate = halves.getLast();
            Array x = config.activation.forward(convolution.forward(halves.getFirst()));
            x = masked(x, tokens);
            long rank = config.stepRank;
            List<Array> selected =
                    selection.forward(x).splitAt(new long[] {rank, rank + config.stateSize}, -1);
            Array delta = Activations.softplus(step.forward(selected.getFirst()));
            Array y = scan(x, delta, selected.get(1), selected.getLast());
            y = y.add(x.multiply(skip.value())).multiply(Activations.silu(gate));
            return out.forward(y);
        }

        private static Array masked(Array x, @Nullable Array tokens) {
            return tokens == null ? x : x.multiply(tokens);
        }

        /**
         * {@code h = exp(delta A) h + delta B x; y = C h}, token by token.
         *
         * @param x [batch, length, inner], as {@code delta}
         * @param b [batch, length, state], as {@code c}
         */
        private Array scan(Array x, Array delta, Array b, Array c) {
            Array a = decay.value().astype(DType.F32).exp().negative();
            long length = x.shape().extent(1);
            Array state = Array.zeros(x.dtype());
            List<Array> outputs = new ArrayList<>();
            for (long t = 0; t < length; t++) {
                Array now = at(delta, t).expandDims(-1);
                Array kept = now.multiply(a).exp();
                Array added = now.multiply(at(b, t).expandDims(1));
                added = added.multiply(at(x, t).expandDims(-1));
                state = kept.multiply(state).add(added);
                Array y = state.astype(x.dtype()).matmul(at(c, t).expandDims(-1));
                outputs.add(y.squeeze(-1));
            }
            return Array.stack(outputs, 1);
        }

        private static Array at(Array x, long t) {
            return x.slice(1, t, t + 1).squeeze(1);
        }
    }

    private static final class Block extends Module {
        private final ChildLayer norm;
        private final Child<Mixer> mixer;

        Block(Config c) {
            norm = layer("norm", new RMSNorm(c.hiddenSize, c.eps));
            mixer = child("mixer", new Mixer(c));
        }

        Array forward(Array x, @Nullable Array tokens) {
            return x.add(mixer.value().forward(norm.forward(x), tokens));
        }
    }

    private static final class Backbone extends Module {
        private final Child<Embedding> embeddings;
        private final Children<Block> layers;
        private final ChildLayer norm;

        Backbone(Config c) {
            embeddings = child("embeddings", new Embedding(c.vocabularySize, c.hiddenSize));
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < c.layers; i++) {
                blocks.add(new Block(c));
            }
            layers = children("layers", blocks);
            norm = layer("norm_f", new RMSNorm(c.hiddenSize, c.eps));
        }
    }

    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask");

    private final Config config;
    private final Child<Backbone> backbone;
    private final boolean words;
    private final @Nullable ChildLayer head;

    /**
     * A model.
     *
     * @param words whether it scores words, or ends with its states
     * @param ownHead whether these scores have a projection of their own
     */
    private Mamba(Config c, boolean words, boolean ownHead) {
        config = c;
        this.words = words;
        backbone = child("backbone", new Backbone(c));
        head =
                words && ownHead
                        ? layer("lm_head", new Linear(c.hiddenSize, c.vocabularySize, false))
                        : null;
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        Array ids = inputs.tokens("input_ids", Integer.MAX_VALUE, config.vocabularySize);
        Backbone stack = backbone.value();
        Array x = stack.embeddings.value().forward(ids);
        DType dtype = x.dtype();
        Array tokens =
                inputs.optional("attention_mask", ids.shape())
                        .map(mask -> mask.expandDims(-1).astype(dtype))
                        .orElse(null);
        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        for (int i = 0; i < stack.layers.size(); i++) {
            x = stack.layers.get(i).forward(x, tokens);
            outputs.put("hidden_states." + i, x);
        }
        x = stack.norm.forward(x);
        outputs.put("hidden_states." + stack.layers.size(), x);
        if (words) {
            Embedding embedding = stack.embeddings.value();
            outputs.put("logits", head == null ? embedding.asLinear(x) : head.forward(x));
        } else {
            outputs.put("last_hidden_state", x);
        }
        return outputs;
    }

    @Override
    public boolean predictsNext() {
        return words;
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", Inputs.sampleTokens(config.vocabularySize, 16));
        return inputs;
    }

    private static final class MambaFamily implements Family {
        private static final Set<String> KINDS = Set.of("Model", "ForCausalLM");

        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) {
            weights.rename(
                    name ->
                            name.startsWith("backbone.") || name.startsWith("lm_head.")
                                    ? name
                                    : "backbone." + name);
        }

        @Override
        public Map<String, String> ties(ModelConfig config) throws IOException {
            return config.flag("tie_word_embeddings", true)
                    ? Map.of("lm_head.weight", "backbone.embeddings.weight")
                    : Map.of();
        }

        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            return new Mamba(
                    Config.of(json),
                    json.kind("Mamba", KINDS).equals("ForCausalLM"),
                    !json.flag("tie_word_embeddings", true));
        }
    }
}
