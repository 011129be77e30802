package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.RMSNorm;
import dev.mlxj.tensor.DType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DeepSeek V3: queries, keys and values come from latent vectors of a low rank, and all but the
 * first layers have experts in groups, of which a token takes some groups and some of their
 * experts.
 *
 * @see <a href="https://arxiv.org/abs/2412.19437">DeepSeek-AI, DeepSeek-V3</a>
 */
final class DeepseekV3 {
    static final Family FAMILY =
            new CausalFamily("DeepseekV3", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }

                /** Layers beyond the last predict further tokens, in training. */
                @Override
                public void sanitize(StoredWeights weights, ModelConfig config) throws IOException {
                    super.sanitize(weights, config);
                    ExpertStacks.unstack(weights, GatedMLP.Names.USUAL);
                    if (config.has("num_nextn_predict_layers")) {
                        int layers =
                                config.withDefaults(Config.DEFAULTS).positive("num_hidden_layers");
                        int further = config.notNegative("num_nextn_predict_layers");
                        for (int i = layers; i < layers + further; i++) {
                            String prefix = "model.layers." + i + ".";
                            weights.drop(name -> name.startsWith(prefix));
                        }
                    }
                }
            };

    /** Of the norms of the latent vectors, whatever the config says of the others. */
    private static final double LATENT_EPS = 1e-6;

    private DeepseekV3() {}

    /**
     * The values of {@code config.json} that change what is computed.
     *
     * @param queryRank of the latent vector of the queries; 0 where they are projected at once
     * @param kvRank of the latent vector of keys and values
     * @param plainDim features of a head's queries and keys that are not turned
     * @param valueDim features of a head's values
     * @param scale of the scores
     * @param dense how many layers have an MLP without experts
     * @param expertSize inner size of an expert
     * @param shared how many experts all tokens share
     */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding rope,
            boolean attentionBias,
            int queryRank,
            int kvRank,
            int plainDim,
            int valueDim,
            double scale,
            int dense,
            int expertSize,
            int shared,
            Routing routing) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 129_280),
                        Map.entry("hidden_size", 7168),
                        Map.entry("intermediate_size", 18_432),
                        Map.entry("moe_intermediate_size", 2048),
                        Map.entry("num_hidden_layers", 61),
                        Map.entry("num_attention_heads", 128),
                        Map.entry("n_shared_experts", 1),
                        Map.entry("n_routed_experts", 256),
                        Map.entry("routed_scaling_factor", 2.5),
                        Map.entry("kv_lora_rank", 512),
                        Map.entry("q_lora_rank", 1536),
                        Map.entry("qk_rope_head_dim", 64),
                        Map.entry("qk_nope_head_dim", 128),
                        Map.entry("v_head_dim", 128),
                        Map.entry("n_group", 8),
                        Map.entry("topk_group", 4),
                        Map.entry("num_experts_per_tok", 8),
                        Map.entry("first_k_dense_replace", 3),
                        Map.entry("max_position_embeddings", 4096),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            int turned = json.positive("qk_rope_head_dim");
            int plain = json.positive("qk_nope_head_dim");
            json.choice("scoring_func", "sigmoid", Map.of("sigmoid", true));
            json.choice("topk_method", "noaux_tc", Map.of("noaux_tc", true));
            if (json.positive("moe_layer_freq", 1) != 1) {
                throw json.unexpected("moe_layer_freq", "1");
            }
            RotaryEmbedding rope = RotaryEmbedding.of(json, turned);
            boolean neighbours = json.flag("rope_interleave", true);
            return new Config(
                    decoder(json, turned),
                    neighbours ? rope.with(RotaryEmbedding.Pairing.NEIGHBOURS) : rope,
                    json.flag("attention_bias", false),
                    json.has("q_lora_rank") ? json.positive("q_lora_rank") : 0,
                    json.positive("kv_lora_rank"),
                    plain,
                    json.positive("v_head_dim"),
                    Math.pow(plain + turned, -0.5) * Math.pow(entropy(json), 2),
                    json.notNegative("first_k_dense_replace"),
                    json.positive("moe_intermediate_size"),
                    json.positive("n_shared_experts"),
                    Routing.of(json));
        }

        /** What the config says of heads of keys, and of a head's features, counts for nothing. */
        private static DecoderConfig decoder(ModelConfig json, int turned) throws IOException {
            return DecoderConfig.of(
                    json.without("num_key_value_heads", "head_dim")
                            .withDefaults(Map.of("head_dim", turned)));
        }

        /** What makes up for the greater entropy of stretched sequences. */
        private static double entropy(ModelConfig json) throws IOException {
            ModelConfig rope = RotaryEmbedding.section(json);
            double mscale = rope.number("mscale_all_dim", 0);
            return mscale == 0 || RopeScaling.type(rope).equals("default")
                    ? 1
                    : RopeScaling.Yarn.magnitude(rope.number("factor"), mscale);
        }
    }

    /**
     * How experts are chosen.
     *
     * @param groups into which the experts are divided
     * @param chosenGroups how many of the groups a token takes
     * @param chosen how many experts a token takes, of those groups
     * @param normalised whether the scores of those are made to sum to 1
     * @param factor by which they are multiplied then
     */
    record Routing(
            int experts,
            int groups,
            int chosenGroups,
            int chosen,
            boolean normalised,
            double factor) {

        static Routing of(ModelConfig json) throws IOException {
            int experts = json.positive("n_routed_experts");
            int groups = json.positive("n_group");
            int chosenGroups = json.positive("topk_group");
            int chosen = json.positive("num_experts_per_tok");
            if (experts % groups != 0 || experts / groups < 2) {
                throw json.unexpected(
                        "n_group",
                        "a number that makes equal groups of two or more of the "
                                + experts
                                + " experts");
            }
            if (chosenGroups > groups) {
                throw json.unexpected("topk_group", "at most n_group " + groups);
            }
            if (chosen > experts / groups * chosenGroups) {
                throw json.unexpected(
                        "num_experts_per_tok",
                        "at most " + experts / groups * chosenGroups + " of the chosen groups");
            }
            return new Routing(
                    experts,
                    groups,
                    chosenGroups,
                    chosen,
                    json.flag("norm_topk_prob", true),
                    json.number("routed_scaling_factor"));
        }
    }

    /** Multi-head latent attention. */
    private static final class LatentAttention extends Module implements SelfAttention {
        private final Layer queries;
        private final ChildLayer kvDown;
        private final ChildLayer kvNorm;
        private final ChildLayer kvUp;
        private final ChildLayer output;
        private final Config config;
        private final int heads;

        LatentAttention(Config c) {
            int hidden = c.decoder.hiddenSize();
            int turned = c.rope.dims();
            heads = c.decoder.heads();
            int queryWidth = heads * (c.plainDim + turned);
            queries =
                    c.queryRank > 0
                            ? latentQueries(c, queryWidth)
                            : layer("q_proj", new Linear(hidden, queryWidth, false));
            kvDown =
                    layer(
                            "kv_a_proj_with_mqa",
                            new Linear(hidden, c.kvRank + turned, c.attentionBias));
            kvNorm = layer("kv_a_layernorm", new RMSNorm(c.kvRank, LATENT_EPS));
            kvUp =
                    layer(
                            "kv_b_proj",
                            new Linear(c.kvRank, heads * (c.plainDim + c.valueDim), false));
            output = layer("o_proj", new Linear(heads * c.valueDim, hidden, c.attentionBias));
            config = c;
        }

        @Override
        public Array forward(Array x, AttentionMask mask) {
            int plain = config.plainDim;
            int turned = config.rope.dims();
            Array q = Heads.split(queries.forward(x), heads);
            Array qTurned = config.rope.forward(q.slice(-1, plain, plain + turned));

            Array down = kvDown.forward(x);
            Array latent = kvNorm.forward(down.slice(-1, 0, config.kvRank));
            Array kv = Heads.split(kvUp.forward(latent), heads);
            Array kPlain = kv.slice(-1, 0, plain);
            Array v = kv.slice(-1, plain, plain + config.valueDim);
            Array kTurned =
                    config.rope
                            .forward(
                                    down.slice(-1, config.kvRank, config.kvRank + turned)
                                            .expandDims(1))
                            .repeat(heads, 1);

            Array attended =
                    Attention.scaledDotProduct(
                            Array.concatenate(List.of(q.slice(-1, 0, plain), qTurned), -1),
                            Array.concatenate(List.of(kPlain, kTurned), -1),
                            v,
                            config.scale,
                            mask.within(AttentionMask.NO_WINDOW));
            return output.forward(Heads.merge(attended));
        }

        /** Queries by way of a normalised vector of a low rank. */
        private Layer latentQueries(Config c, int width) {
            ChildLayer down =
                    layer(
                            "q_a_proj",
                            new Linear(c.decoder.hiddenSize(), c.queryRank, c.attentionBias));
            ChildLayer norm = layer("q_a_layernorm", new RMSNorm(c.queryRank, LATENT_EPS));
            ChildLayer up = layer("q_b_proj", new Linear(c.queryRank, width, false));
            return x -> up.forward(norm.forward(down.forward(x)));
        }
    }

    /**
     * Scores experts by themselves, and chooses by scores that are corrected for the load: the
     * groups with the greatest sums of two, and of those the greatest.
     */
    private static final class GroupedRouter extends Module implements Layer {
        private final Parameter weight;
        private final Parameter correction;
        private final Routing routing;

        GroupedRouter(Config c) {
            routing = c.routing;
            weight =
                    parameter(
                            "weight",
                            Array.zeros(DType.F32, routing.experts, c.decoder.hiddenSize()));
            correction =
                    parameter("e_score_correction_bias", Array.zeros(DType.F32, routing.experts));
            correction.freeze();
        }

        /** The correction is moved by the load, not by a gradient, which it cannot have. */
        @Override
        protected Set<String> alwaysFrozen() {
            return Set.of("e_score_correction_bias");
        }

        @Override
        public Array forward(Array x) {
            Array scores =
                    x.astype(DType.F32).matmul(weight.value().astype(DType.F32).T()).sigmoid();
            Array chosen = chosen(scores.add(correction.value())).astype(DType.F32);
            Array weights = scores.multiply(chosen);
            Array all =
                    routing.normalised
                            ? weights.divide(weights.sumKeepDims(-1).add(1e-20))
                            : weights;
            return all.multiply(routing.factor).astype(x.dtype());
        }

        private Array chosen(Array scores) {
            Array grouped = scores.unflatten(-1, routing.groups, -1);
            Array groups = grouped.topk(2, -1).sum(-1);
            Array open = MixtureOfExperts.greatest(groups, routing.chosenGroups).expandDims(-1);
            Array closed = Array.full(DType.F32, Double.NEGATIVE_INFINITY);
            Array left = Array.where(open, grouped, closed).flatten(-2, -1);
            return MixtureOfExperts.greatest(left, routing.chosen);
        }
    }

    /** The chosen experts, and those that all tokens share, as one MLP. */
    private static final class SharedMixture extends MixtureOfExperts {
        private final Child<GatedMLP> shared;

        SharedMixture(Config c) {
            super(new GroupedRouter(c), shares -> shares, experts(c));
            shared = child("shared_experts", new GatedMLP(c.decoder, c.shared * c.expertSize));
        }

        private static List<Layer> experts(Config c) {
            List<Layer> experts = new ArrayList<>();
            for (int i = 0; i < c.routing.experts; i++) {
                experts.add(new GatedMLP(c.decoder, c.expertSize));
            }
            return experts;
        }

        @Override
        public Array forward(Array x) {
            return super.forward(x).add(shared.value().forward(x));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            Layer mlp = i < c.dense ? new GatedMLP(c.decoder) : new SharedMixture(c);
            layers.add(new PreNormLayer(new LatentAttention(c), mlp, c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }
}
