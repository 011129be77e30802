package dev.mlxj.models;

import dev.mlxj.io.MalformedCheckpointException;

import java.io.IOException;
import java.util.List;

/**
 * How the frequencies of rotary embedding are changed so that a model takes longer sequences than
 * it was trained on. Computed in F32, step by step as transformers does.
 */
sealed interface RopeScaling {
    /**
     * Radians by which each pair of features turns from one position to the next.
     *
     * @param base the wavelength base, {@code rope_theta}
     * @param dims how many features are rotated
     * @param length how many positions the sequence has
     */
    float[] frequencies(double base, int dims, int length);

    /** By which the rotated features are multiplied. */
    default double magnitude() {
        return 1;
    }

    /** {@code base^(-2 i / dims)}. */
    record None() implements RopeScaling {
        @Override
        public float[] frequencies(double base, int dims, int length) {
            float[] frequencies = wavelengths(base, dims);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = 1 / frequencies[i];
            }
            return frequencies;
        }
    }

    /** Positions are divided by a factor. */
    record Linear(double factor) implements RopeScaling {
        @Override
        public float[] frequencies(double base, int dims, int length) {
            float[] frequencies = new None().frequencies(base, dims, length);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= (float) factor;
            }
            return frequencies;
        }
    }

    /**
     * The base grows with the sequence, once it is longer than the model was trained on.
     *
     * @param positions the length of training
     */
    record Dynamic(double factor, int positions) implements RopeScaling {
        @Override
        public float[] frequencies(double base, int dims, int length) {
            double longer = (double) Math.max(length, positions) / positions;
            double grown = factor * longer - (factor - 1);
            double exponent = (double) dims / (dims - 2);
            return new None().frequencies(base * Math.pow(grown, exponent), dims, length);
        }
    }

    /**
     * Long wavelengths are interpolated, short ones kept, with a ramp between them.
     *
     * @param positions the length of training
     * @param fast turns within it, from which on a wavelength is kept
     * @param slow turns within it, up to which a wavelength is interpolated
     * @param truncated whether the ramp begins and ends at whole pairs
     * @see <a href="https://arxiv.org/abs/2309.00071">Peng et al., YaRN</a>
     */
    record Yarn(
            double factor,
            int positions,
            double fast,
            double slow,
            boolean truncated,
            double magnitude)
            implements RopeScaling {

        static Yarn of(ModelConfig json, ModelConfig rope) throws IOException {
            int trained = trained(json, rope);
            double factor = stretch(json, rope, trained);
            double mscale = rope.number("mscale", 0);
            double mscaleAllDim = rope.number("mscale_all_dim", 0);
            double inferred =
                    mscale != 0 && mscaleAllDim != 0
                            ? magnitude(factor, mscale) / magnitude(factor, mscaleAllDim)
                            : magnitude(factor, 1);
            return new Yarn(
                    factor,
                    trained,
                    rope.number("beta_fast", 32),
                    rope.number("beta_slow", 1),
                    rope.flag("truncate", true),
                    rope.number("attention_factor", inferred));
        }

        /** {@code 0.1 mscale ln(factor) + 1}: what makes up for the greater entropy. */
        static double magnitude(double factor, double mscale) {
            return factor <= 1 ? 1 : 0.1 * mscale * Math.log(factor) + 1;
        }

        @Override
        public float[] frequencies(double base, int dims, int length) {
            double low = pair(fast, base, dims);
            double high = pair(slow, base, dims);
            if (truncated) {
                low = Math.floor(low);
                high = Math.ceil(high);
            }
            float from = (float) Math.max(low, 0);
            float to = (float) Math.min(high, dims - 1);
            if (from == to) {
                to += 0.001f;
            }
            float[] frequencies = wavelengths(base, dims);
            for (int i = 0; i < frequencies.length; i++) {
                float kept = 1 - Math.clamp((i - from) / (to - from), 0f, 1f);
                float interpolated = 1 / ((float) factor * frequencies[i]);
                frequencies[i] = interpolated * (1 - kept) + 1 / frequencies[i] * kept;
            }
            return frequencies;
        }

        /** Which pair, as a real number, turns so often within the length of training. */
        private double pair(double turns, double base, int dims) {
            return dims * Math.log(positions / (turns * 2 * Math.PI)) / (2 * Math.log(base));
        }
    }

    /**
     * A factor for each pair: one list within the length of training, another beyond it.
     *
     * @param positions the length of training
     * @see <a href="https://arxiv.org/abs/2402.13753">Ding et al., LongRoPE</a>
     */
    record LongRope(
            List<Double> shortFactors, List<Double> longFactors, int positions, double magnitude)
            implements RopeScaling {
        static LongRope of(ModelConfig json, ModelConfig rope, int dims) throws IOException {
            int trained = trained(json, rope);
            double factor = stretch(json, rope, trained);
            double inferred = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trained));
            return new LongRope(
                    factors(rope, "short_factor", dims),
                    factors(rope, "long_factor", dims),
                    trained,
                    rope.number("attention_factor", inferred));
        }

        private static List<Double> factors(ModelConfig rope, String key, int dims)
                throws IOException {
            List<Double> factors = rope.numbers(key);
            if (factors.size() != dims / 2) {
                throw rope.unexpected(key, "a list of " + dims / 2 + " numbers");
            }
            return factors;
        }

        @Override
        public float[] frequencies(double base, int dims, int length) {
            List<Double> factors = length > positions ? longFactors : shortFactors;
            float[] frequencies = wavelengths(base, dims);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = 1 / (factors.get(i).floatValue() * frequencies[i]);
            }
            return frequencies;
        }
    }

    /**
     * Wavelengths that fit into the length of training a few times only are interpolated, short
     * ones kept, and those between are mixed. Of Llama 3.1.
     *
     * @param positions the length of training
     * @param low how often a wavelength fits at most to be interpolated
     * @param high how often a wavelength fits at least to be kept
     */
    record Llama3(double factor, double low, double high, int positions) implements RopeScaling {
        static Llama3 of(ModelConfig json, ModelConfig rope) throws IOException {
            double low = rope.number("low_freq_factor");
            double high = rope.number("high_freq_factor");
            if (high <= low) {
                throw rope.unexpected("high_freq_factor", "more than low_freq_factor " + low);
            }
            return new Llama3(positiveFactor(rope), low, high, trained(json, rope));
        }

        @Override
        public float[] frequencies(double base, int dims, int length) {
            float[] frequencies = new None().frequencies(base, dims, length);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = scaled(frequencies[i]);
            }
            return frequencies;
        }

        private float scaled(float frequency) {
            float wavelength = (float) (2 * Math.PI) / frequency;
            if (wavelength > (float) (positions / low)) {
                return frequency / (float) factor;
            }
            if (wavelength < (float) (positions / high)) {
                return frequency;
            }
            float smooth = (positions / wavelength - (float) low) / (float) (high - low);
            return (1 - smooth) * frequency / (float) factor + smooth * frequency;
        }
    }

    private static float[] wavelengths(double base, int dims) {
        float[] wavelengths = new float[(dims + 1) / 2];
        for (int i = 0; i < wavelengths.length; i++) {
            float exponent = (float) (2 * i) / dims;
            wavelengths[i] = (float) Math.pow((float) base, exponent);
        }
        return wavelengths;
    }

    /**
     * The scaling that a config asks for.
     *
     * @param json the whole config
     * @param rope its rope parameters, in whatever section they stand
     * @param dims how many features are rotated
     * @throws MalformedCheckpointException if a value is missing or not understood
     */
    static RopeScaling of(ModelConfig json, ModelConfig rope, int dims) throws IOException {
        return switch (type(rope)) {
            case "default" -> new None();
            case "linear" -> new Linear(positiveFactor(rope));
            case "dynamic" ->
                    new Dynamic(positiveFactor(rope), json.positive("max_position_embeddings"));
            case "yarn" -> Yarn.of(json, rope);
            case "longrope" -> LongRope.of(json, rope, dims);
            case "llama3" -> Llama3.of(json, rope);
            default ->
                    throw rope.unexpected(
                            typeKey(rope),
                            "one of default, dynamic, linear, llama3, longrope, yarn");
        };
    }

    /** The kind of scaling that rope parameters name. */
    static String type(ModelConfig rope) throws IOException {
        String key = typeKey(rope);
        return rope.has(key) ? rope.text(key) : "default";
    }

    /** Where they name it: {@code type} is the old key. */
    static String typeKey(ModelConfig rope) {
        return rope.has("rope_type") || !rope.has("type") ? "rope_type" : "type";
    }

    /** By which the sequence of training is stretched. */
    private static double stretch(ModelConfig json, ModelConfig rope, int trained)
            throws IOException {
        return rope.has("factor")
                ? positiveFactor(rope)
                : (double) json.positive("max_position_embeddings") / trained;
    }

    private static double positiveFactor(ModelConfig rope) throws IOException {
        double factor = rope.number("factor");
        if (factor <= 0) {
            throw rope.unexpected("factor", "a positive number");
        }
        return factor;
    }

    /** The length of training; transformers gives precedence to the one beside the section. */
    private static int trained(ModelConfig json, ModelConfig rope) throws IOException {
        String key = "original_max_position_embeddings";
        if (json.has(key)) {
            return json.positive(key);
        }
        return rope.has(key) ? rope.positive(key) : json.positive("max_position_embeddings");
    }
}
