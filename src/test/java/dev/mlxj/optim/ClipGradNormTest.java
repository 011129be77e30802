package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** The numbers are those of mlx 0.32.4. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ClipGradNormTest {
    private static final Tree<Array> GRADIENTS = Tree.unflatten(Map.of("w", Array.of(3f, 4f)));

    private static Object only(Tree<Array> tree) {
        return tree.leaves().findFirst().orElseThrow().toList();
    }

    @Test
    void gradients_are_scaled_to_the_norm() {
        // @start region="clip"
        ClipGradNorm.Result clipped = ClipGradNorm.of(GRADIENTS, 1);
        // @end
        assertThat(clipped.norm().item()).isEqualTo(5);
        assertThat(only(clipped.gradients()))
                .isEqualTo(List.of((double) 0.5999999f, (double) 0.79999983f));
    }

    @Test
    void below_the_norm_they_stay() {
        assertThat(only(ClipGradNorm.of(GRADIENTS, 6).gradients())).isEqualTo(List.of(3.0, 4.0));
    }

    @Test
    void squares_of_F16_do_not_overflow() {
        Array large = Array.full(DType.F16, 1000.0, 4);
        ClipGradNorm.Result clipped = ClipGradNorm.of(Tree.unflatten(Map.of("w", large)), 1000);
        assertThat(clipped.norm().dtype()).isEqualTo(DType.F32);
        assertThat(clipped.norm().item()).isEqualTo(2000);
        assertThat(only(clipped.gradients())).isEqualTo(List.of(500.0, 500.0, 500.0, 500.0));
    }

    @Test
    void no_gradients_have_the_norm_0() {
        assertThat(ClipGradNorm.of(new Tree.Empty<>(), 1).norm().item()).isZero();
    }

    @Test
    void a_negative_norm_is_refused() {
        assertThatThrownBy(() -> ClipGradNorm.of(GRADIENTS, -1))
                .hasMessage("ClipGradNorm: maxNorm must not be negative, got -1.0");
    }
}
