package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Numbers;
import dev.mlxj.surgery.ForwardPass.Output;

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
     * @param actual rows of values
     * @param expected as many, of the same width
     * @param counted for each row, whether it counts
     * @param scores whether a row is one of scores
     */
    static OutputComparison of(
            Output actual,
            Output expected,
            boolean[] counted,
            boolean scores,
            double rtol,
            double atol) {
        Numbers numbers = new Numbers();
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
            double[] have = actual.row(row, numbers);
            double[] want = expected.row(row, numbers);
            for (int i = 0; i < have.length; i++) {
                double difference = Math.abs(have[i] - want[i]);
                // Not `>`: NaN is beyond every bound.
                if (!(difference <= atol + rtol * Math.abs(want[i]))) {
                    beyond++;
                }
                maxAbs = Math.max(maxAbs, difference);
                squares += difference * difference;
                scale += want[i] * want[i];
            }
            if (scores) {
                kl = Math.max(kl, divergence(want, have));
                agree += highest(have) == highest(want) ? 1 : 0;
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

    /** {@code sum p log(p / q)} of the softmax p of {@code expected} and q of {@code actual}. */
    private static double divergence(double[] expected, double[] actual) {
        double logP = logSumExp(expected);
        double logQ = logSumExp(actual);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            double p = expected[i] - logP;
            sum += Math.exp(p) * (p - (actual[i] - logQ));
        }
        // Rounding makes the sum of two equal distributions a little less than zero at times.
        return Math.max(0, sum);
    }

    /** {@code log(sum(exp(scores)))}, without overflow. */
    static double logSumExp(double[] scores) {
        double max = scores[highest(scores)];
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - max);
        }
        return max + Math.log(sum);
    }

    private static int highest(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }
}
