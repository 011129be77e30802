package dev.mlxj.models;

import dev.mlxj.array.Array;

import java.io.IOException;

/**
 * How T5 sorts distances into buckets, each with a bias of its own: one for each small distance,
 * and for larger ones buckets whose width grows with the logarithm.
 *
 * @param count of all buckets
 * @param farthest from here on every distance is in the last bucket
 */
record T5Buckets(int count, int farthest) {
    static T5Buckets of(ModelConfig json) throws IOException {
        T5Buckets buckets =
                new T5Buckets(
                        json.positive("relative_attention_num_buckets", 32),
                        json.positive("relative_attention_max_distance", 128));
        if (buckets.count < 4) {
            throw json.unexpected("relative_attention_num_buckets", "4 or more");
        }
        if (buckets.farthest <= buckets.count / 2) {
            throw json.unexpected(
                    "relative_attention_max_distance", "more than " + buckets.count / 2);
        }
        return buckets;
    }

    /**
     * The bucket of each key seen from each query, [length, length].
     *
     * @param backward whether only keys before the query count; otherwise half of the buckets are
     *     for those after it
     */
    Array between(int length, boolean backward) {
        int[] buckets = new int[Math.multiplyExact(length, length)];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                int ahead = key - query;
                buckets[query * length + key] =
                        backward
                                ? bucket(Math.max(0, -ahead), count)
                                : bucket(Math.abs(ahead), count / 2) + (ahead > 0 ? count / 2 : 0);
            }
        }
        return Array.of(buckets).reshape(length, length);
    }

    /** In F32 as the reference computes it, so that distances at a border fall on its side. */
    private int bucket(int distance, int buckets) {
        int exact = buckets / 2;
        if (distance < exact) {
            return distance;
        }
        float growth = (float) Math.log((float) distance / exact);
        float range = (float) Math.log((double) farthest / exact);
        int wide = exact + (int) (growth / range * (buckets - exact));
        return Math.min(wide, buckets - 1);
    }
}
