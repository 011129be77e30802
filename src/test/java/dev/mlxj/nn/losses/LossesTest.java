package dev.mlxj.nn.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LossesTest {
    private static final Array THREE = Array.of(1f, 2f, 3f);
    private static final Array FOUR = Array.of(1f, 2f, 3f, 4f);
    private static final Array LOGITS = Array.zeros(2, 3);

    @Test
    void a_reduction_gives_the_losses_their_mean_or_their_sum() {
        Array zeros = Array.zeros(4);
        assertThat(Losses.mseLoss(FOUR, zeros).item()).isEqualTo(7.5);
        assertThat(Losses.mseLoss(FOUR, zeros, Reduction.SUM).item()).isEqualTo(30);
        assertThat(Losses.mseLoss(FOUR, zeros, Reduction.NONE).toText())
                .isEqualTo("array([1, 4, 9, 16], dtype=float32)");
    }

    @Test
    void arrays_that_must_be_alike_are_named_with_their_shapes() {
        assertThatThrownBy(() -> Losses.mseLoss(THREE, FOUR))
                .hasMessage("mse_loss: targets of shape [4] do not match predictions of shape [3]");
        assertThatThrownBy(() -> Losses.l1Loss(THREE, THREE.reshape(1, 3)))
                .hasMessage(
                        "l1_loss: targets of shape [1, 3] do not match predictions of shape [3]");
        assertThatThrownBy(() -> Losses.gaussianNllLoss(THREE, THREE, FOUR))
                .hasMessage(
                        "gaussian_nll_loss: vars of shape [4] do not match inputs of shape [3]");
        assertThatThrownBy(() -> Losses.marginRankingLoss(THREE, FOUR, THREE))
                .hasMessage(
                        "margin_ranking_loss: inputs2 of shape [4] do not match inputs1 of shape"
                                + " [3]");
    }

    @Test
    void targets_of_cross_entropy_are_indices_or_shares() {
        assertThatThrownBy(() -> Losses.crossEntropy(LOGITS, Array.of(0, 1, 2)))
                .hasMessage(
                        "cross_entropy: targets of shape [3] do not match logits of shape [2, 3]");
        assertThatThrownBy(() -> Losses.crossEntropy(LOGITS, Array.zeros(3, 2)))
                .hasMessage(
                        "cross_entropy: targets of shape [3, 2] do not match logits of shape [2,"
                                + " 3]");
        CrossEntropy loss = new CrossEntropy(-1, 0, Reduction.NONE);
        assertThatThrownBy(() -> loss.of(LOGITS, Array.of(0, 1), THREE))
                .hasMessage("cross_entropy: weights of shape [3] do not match losses of shape [2]");
    }

    @Test
    void smoothing_leaves_the_target_a_share() {
        assertThatThrownBy(() -> new CrossEntropy(-1, 1, Reduction.NONE))
                .hasMessage("cross_entropy: label smoothing must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new CrossEntropy(-1, Double.NaN, Reduction.NONE))
                .hasMessage("cross_entropy: label smoothing must be in [0, 1), got NaN");
    }
}
