package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.io.MalformedCheckpointException;

import java.io.IOException;
import java.util.List;

/**
 * Rotary position embedding: pairs of features are turned by an angle that grows with the position.
 *
 * @param dims how many features are turned, from the first on; where that is odd, one more is
 * @param base the base of the wavelengths, {@code rope_theta}
 * @param pairing which features are a pair
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al., RoFormer</a>
 */
record RotaryEmbedding(int dims, double base, RopeScaling scaling, Pairing pairing) {
    /** Which features are a pair. */
    enum Pairing {
        /** Feature i of the first half and feature i of the second; they stay in their places. */
        HALVES,
        /** Neighbours, as in the paper. */
        NEIGHBOURS
    }

    /** The embedding of a model whose layers all have the same one, over whole heads. */
    static RotaryEmbedding of(ModelConfig json, int headDim) throws IOException {
        RotaryEmbedding rope = partial(json, headDim, 1);
        if (rope.dims != headDim) {
            throw json.unexpected(
                    "partial_rotary_factor", "1: this architecture turns all features of a head");
        }
        return rope;
    }

    /**
     * The embedding of a model that may turn a part of each head only.
     *
     * @param share of the features of a head, where the config does not say
     */
    static RotaryEmbedding partial(ModelConfig json, int headDim, double share) throws IOException {
        return partial(json, headDim, share, RopeScaling::of);
    }

    /** What a family makes of rope parameters, for so many turned features. */
    interface Scalings {
        RopeScaling of(ModelConfig json, ModelConfig rope, int dims) throws IOException;
    }

    /** As {@link #partial(ModelConfig, int, double)}, with scalings of the family's own. */
    static RotaryEmbedding partial(ModelConfig json, int headDim, double share, Scalings scalings)
            throws IOException {
        return of(
                json,
                section(json),
                headDim,
                json.number("rope_theta"),
                json.number("partial_rotary_factor", share),
                scalings);
    }

    /** Where a config describes the embedding of all layers: the old key goes first. */
    static ModelConfig section(ModelConfig json) throws IOException {
        ModelConfig scaling = json.sectionOrEmpty("rope_scaling");
        return scaling.size() == 0 ? json.sectionOrEmpty("rope_parameters") : scaling;
    }

    /**
     * The embedding that a section of the config describes.
     *
     * @param headDim features of a head
     * @param base where the section has no {@code rope_theta}
     * @param share where the section has no {@code partial_rotary_factor}
     * @throws MalformedCheckpointException if a value is missing or not understood
     */
    static RotaryEmbedding of(
            ModelConfig json, ModelConfig rope, int headDim, double base, double share)
            throws IOException {
        return of(json, rope, headDim, base, share, RopeScaling::of);
    }

    private static RotaryEmbedding of(
            ModelConfig json,
            ModelConfig rope,
            int headDim,
            double base,
            double share,
            Scalings scalings)
            throws IOException {
        for (String key : rope.keys()) {
            if (rope.isSection(key)) {
                throw rope.unexpected(key, "absent: these layers are all alike");
            }
        }
        double part = rope.number("partial_rotary_factor", share);
        int dims = (int) (headDim * part);
        if (part == 1 && headDim % 2 != 0) {
            throw json.unexpected("head_dim", "an even number, not " + headDim);
        }
        if (dims < 2 || dims + dims % 2 > headDim) {
            throw (rope.has("partial_rotary_factor") ? rope : json)
                    .unexpected(
                            "partial_rotary_factor",
                            "a share of the " + headDim + " features of a head");
        }
        double theta = rope.number("rope_theta", base);
        if (theta <= 0) {
            throw (rope.has("rope_theta") ? rope : json)
                    .unexpected("rope_theta", "a positive number");
        }
        return new RotaryEmbedding(dims, theta, scalings.of(json, rope, dims), Pairing.HALVES);
    }

    /** The same frequencies with other pairs. */
    RotaryEmbedding with(Pairing other) {
        return new RotaryEmbedding(dims, base, scaling, other);
    }

    /**
     * The turned features.
     *
     * @param x {@code [batch, heads, length, features]}, from position 0 on
     */
    Array forward(Array x) {
        int length = Math.toIntExact(x.shape().extent(-2));
        float[] frequencies = scaling.frequencies(base, dims, length);
        Array cos = angles(frequencies, length, Math::cos).astype(x.dtype());
        Array sin = angles(frequencies, length, Math::sin).astype(x.dtype());
        Array turned = pairing == Pairing.HALVES ? halves(x, cos, sin) : neighbours(x, cos, sin);
        long features = x.shape().extent(-1);
        return turned.shape().extent(-1) == features
                ? turned
                : Array.concatenate(
                        List.of(turned, x.slice(-1, turned.shape().extent(-1), features)), -1);
    }

    private interface Wave {
        double of(double angle);
    }

    /** {@code [length, dims / 2]}: the angle is rounded to F32 before its wave is taken. */
    private Array angles(float[] frequencies, int length, Wave wave) {
        float[] waves = new float[Math.multiplyExact(length, frequencies.length)];
        for (int i = 0; i < waves.length; i++) {
            float angle = i / frequencies.length * frequencies[i % frequencies.length];
            waves[i] = (float) wave.of(angle) * (float) scaling.magnitude();
        }
        return Array.of(waves).reshape(length, frequencies.length);
    }

    private Array halves(Array x, Array cos, Array sin) {
        long pairs = cos.shape().extent(-1);
        Array first = x.slice(-1, 0, pairs);
        Array second = x.slice(-1, pairs, 2 * pairs);
        return Array.concatenate(turned(first, second, cos, sin), -1);
    }

    private Array neighbours(Array x, Array cos, Array sin) {
        long count = cos.shape().extent(-1);
        Array pairs = x.slice(-1, 0, 2 * count).unflatten(-1, count, 2);
        Array first = pairs.slice(-1, 0, 1).squeeze(-1);
        Array second = pairs.slice(-1, 1, 2).squeeze(-1);
        return Array.stack(turned(first, second, cos, sin), -1).flatten(-2, -1);
    }

    private static List<Array> turned(Array first, Array second, Array cos, Array sin) {
        return List.of(
                first.multiply(cos).subtract(second.multiply(sin)),
                second.multiply(cos).add(first.multiply(sin)));
    }
}
