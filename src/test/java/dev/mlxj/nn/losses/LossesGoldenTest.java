package dev.mlxj.nn.losses;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.Array;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.golden.GoldenGradients;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

class LossesGoldenTest {
    @TestFactory
    Stream<DynamicTest> cases() {
        return tests("losses");
    }

    /** Short forms, gradients in small dtypes, ties, shapes that broadcast. */
    @TestFactory
    Stream<DynamicTest> more_cases() {
        return tests("losses2");
    }

    private static Stream<DynamicTest> tests(String area) {
        return GoldenCases.tests(
                area,
                golden -> GoldenGradients.run(golden, inputs -> Map.of("y", loss(golden, inputs))));
    }

    private static Array loss(GoldenCase golden, SequencedMap<String, Array> inputs) {
        String name = golden.op().substring("nn.losses.".length());
        JsonNode args = golden.args();
        Iterator<Array> arrays = inputs.values().iterator();
        Array a = arrays.next();
        Array b = arrays.next();
        if (args.isEmpty() && !inputs.containsKey("weights")) {
            return withDefaults(name, a, b, arrays);
        }
        return switch (name) {
            case "cross_entropy" -> {
                CrossEntropy loss =
                        new CrossEntropy(
                                args.path("axis").asInt(-1),
                                args.path("label_smoothing").asDouble(0),
                                reduction(args, Reduction.NONE));
                Array weights = inputs.get("weights");
                yield weights == null ? loss.of(a, b) : loss.of(a, b, weights);
            }
            case "binary_cross_entropy" -> {
                BinaryCrossEntropy loss =
                        new BinaryCrossEntropy(
                                args.path("with_logits").asBoolean(true),
                                reduction(args, Reduction.MEAN));
                Array weights = inputs.get("weights");
                yield weights == null ? loss.of(a, b) : loss.of(a, b, weights);
            }
            case "l1_loss" -> new L1Loss(reduction(args, Reduction.MEAN)).of(a, b);
            case "mse_loss" -> new MseLoss(reduction(args, Reduction.MEAN)).of(a, b);
            case "nll_loss" ->
                    new NllLoss(args.path("axis").asInt(-1), reduction(args, Reduction.NONE))
                            .of(a, b);
            case "gaussian_nll_loss" ->
                    new GaussianNllLoss(
                                    args.path("full").asBoolean(false),
                                    args.path("eps").asDouble(1e-6),
                                    reduction(args, Reduction.MEAN))
                            .of(a, b, arrays.next());
            case "kl_div_loss" ->
                    new KlDivLoss(args.path("axis").asInt(-1), reduction(args, Reduction.NONE))
                            .of(a, b);
            case "smooth_l1_loss" ->
                    new SmoothL1Loss(args.path("beta").asDouble(1), reduction(args, Reduction.MEAN))
                            .of(a, b);
            case "triplet_loss" ->
                    new TripletLoss(
                                    args.path("axis").asInt(-1),
                                    args.path("p").asInt(2),
                                    args.path("margin").asDouble(1),
                                    args.path("eps").asDouble(1e-6),
                                    reduction(args, Reduction.NONE))
                            .of(a, b, arrays.next());
            case "hinge_loss" -> new HingeLoss(reduction(args, Reduction.NONE)).of(a, b);
            case "huber_loss" ->
                    new HuberLoss(args.path("delta").asDouble(1), reduction(args, Reduction.NONE))
                            .of(a, b);
            case "log_cosh_loss" -> new LogCoshLoss(reduction(args, Reduction.NONE)).of(a, b);
            case "cosine_similarity_loss" ->
                    new CosineSimilarityLoss(
                                    args.path("axis").asInt(1),
                                    args.path("eps").asDouble(1e-8),
                                    reduction(args, Reduction.NONE))
                            .of(a, b);
            case "margin_ranking_loss" ->
                    new MarginRankingLoss(
                                    args.path("margin").asDouble(0),
                                    reduction(args, Reduction.NONE))
                            .of(a, b, arrays.next());
            default -> throw new AssertionError("no loss " + name);
        };
    }

    /** Names without settings go through the short forms, whose defaults are thereby compared. */
    private static Array withDefaults(String name, Array a, Array b, Iterator<Array> rest) {
        return switch (name) {
            case "cross_entropy" -> Losses.crossEntropy(a, b);
            case "binary_cross_entropy" -> Losses.binaryCrossEntropy(a, b);
            case "l1_loss" -> Losses.l1Loss(a, b);
            case "mse_loss" -> Losses.mseLoss(a, b);
            case "nll_loss" -> Losses.nllLoss(a, b);
            case "gaussian_nll_loss" -> Losses.gaussianNllLoss(a, b, rest.next());
            case "kl_div_loss" -> Losses.klDivLoss(a, b);
            case "smooth_l1_loss" -> Losses.smoothL1Loss(a, b);
            case "triplet_loss" -> Losses.tripletLoss(a, b, rest.next());
            case "hinge_loss" -> Losses.hingeLoss(a, b);
            case "huber_loss" -> Losses.huberLoss(a, b);
            case "log_cosh_loss" -> Losses.logCoshLoss(a, b);
            case "cosine_similarity_loss" -> Losses.cosineSimilarityLoss(a, b);
            case "margin_ranking_loss" -> Losses.marginRankingLoss(a, b, rest.next());
            default -> throw new AssertionError("no loss " + name);
        };
    }

    private static Reduction reduction(JsonNode args, Reduction otherwise) {
        String name = args.path("reduction").asText(otherwise.name());
        return Reduction.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
