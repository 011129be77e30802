package dev.mlxj.surgery;

import java.util.Optional;

/**
 * How an output of a model differs from what it should be.
 *
 * @param maxAbs the largest difference of two values
 * @param relativeRms root mean square of the differences over that of the expected values
 * @param kl the largest Kullback-Leibler divergence, in nats, of the distributions at one place;
 *     null where the output is not one of scores for a vocabulary or for classes
 * @param top1 the share of places at which the same entry is the highest; empty as {@code kl}
 * @param beyond how many values differ by more than {@code atol + rtol |expected|}
 */
public record OutputComparison(
        double maxAbs,
        double relativeRms,
        Optional<Double> kl,
        Optional<Double> top1,
        long beyond) {

    /**
     * Compares row by row.
     *
     * @param actual rows of {@code width} values
     * @param expected as many
     * @param counted for each row, whether it counts
     * @param scores whether a row is one of scores
     */
    static OutputComparison of(
            double[] actual,
            double[] expected,
            int width,
            boolean[] counted,
            boolean scores,
            double rtol,
            double atol) {
        double maxAbs = 0;
        double squares = 0;
        double scale = 0;
        double kl = 0;
        long agree = 0;
        long rows = 0;
        long beyond = 0;
        for (int row = 0; row < counted.length; row++) {
            if (!counted[row]) {
                continue;
            }
            rows++;
            int from = row * width;
            for (int i = from; i < from + width; i++) {
                double difference = Math.abs(actual[i] - expected[i]);
                // Not `>`: NaN is beyond every bound.
                if (!(difference <= atol + rtol * Math.abs(expected[i]))) {
                    beyond++;
                }
                maxAbs = Math.max(maxAbs, difference);
                squares += difference * difference;
                scale += expected[i] * expected[i];
            }
            if (scores) {
                kl = Math.max(kl, divergence(expected, actual, from, width));
                agree += highest(actual, from, width) == highest(expected, from, width) ? 1 : 0;
            }
        }
        double relative = squares == 0 ? 0 : Math.sqrt(squares / scale);
        return new OutputComparison(
                maxAbs,
                relative,
                scores && rows > 0 ? Optional.of(kl) : Optional.empty(),
                scores && rows > 0 ? Optional.of((double) agree / rows) : Optional.empty(),
                beyond);
    }

    /**
     * {@code sum p log(p / q)} of the softmax p of the expected scores and q of the actual ones.
     */
    private static double divergence(double[] expected, double[] actual, int from, int width) {
        double logP = logSumExp(expected, from, width);
        double logQ = logSumExp(actual, from, width);
        double sum = 0;
        for (int i = from; i < from + width; i++) {
            double p = expected[i] - logP;
            sum += Math.exp(p) * (p - (actual[i] - logQ));
        }
        // Rounding makes the sum of two equal distributions a little less than zero at times.
        return Math.max(0, sum);
    }

    private static double logSumExp(double[] scores, int from, int width) {
        double max = scores[from + highest(scores, from, width)];
        double sum = 0;
        for (int i = from; i < from + width; i++) {
            sum += Math.exp(scores[i] - max);
        }
        return max + Math.log(sum);
    }

    private static int highest(double[] scores, int from, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            if (scores[from + i] > scores[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
