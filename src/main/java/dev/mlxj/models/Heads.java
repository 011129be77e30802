package dev.mlxj.models;

import dev.mlxj.array.Array;

import java.util.List;
import java.util.Map;

/** Features as the attention heads see them, and back; what some heads of models share. */
final class Heads {
    private Heads() {}

    /** [batch, length, heads * features] to [batch, heads, length, features]. */
    static Array split(Array x, int heads) {
        long[] extents = x.shape().toArray();
        return x.reshape(extents[0], extents[1], heads, extents[2] / heads).transpose(0, 2, 1, 3);
    }

    /** [batch, heads, length, features] to [batch, length, heads * features]. */
    static Array merge(Array x) {
        long[] extents = x.shape().toArray();
        return x.transpose(0, 2, 1, 3).reshape(extents[0], extents[2], extents[1] * extents[3]);
    }

    /** The first of each row: [batch, length, features] to [batch, features]. */
    static Array first(Array x) {
        return x.slice(1, 0, 1).squeeze(1);
    }

    /**
     * Where an answer begins and ends.
     *
     * @param scores [batch, length, 2]
     */
    static void addSpans(Map<String, Array> outputs, Array scores) {
        List<Array> ends = scores.split(2, -1);
        outputs.put("start_logits", ends.getFirst().squeeze(-1));
        outputs.put("end_logits", ends.getLast().squeeze(-1));
    }
}
