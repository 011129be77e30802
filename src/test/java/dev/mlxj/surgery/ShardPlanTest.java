package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.io.TensorSpec;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ShardPlanTest {
    private static TensorSpec tensor(String name, long bytes) {
        return new TensorSpec(name, DType.U8, Shape.of(bytes));
    }

    private static List<List<String>> names(List<TensorSpec> tensors, long limit) {
        List<List<String>> names = new ArrayList<>();
        for (List<TensorSpec> group : ShardPlan.split(tensors, limit, 100)) {
            names.add(group.stream().map(TensorSpec::name).toList());
        }
        return names;
    }

    @Test
    void names_are_taken_in_order_with_numbers_by_value() {
        assertThat(
                        names(
                                List.of(
                                        tensor("l.10.w", 1),
                                        tensor("l.2.w", 1),
                                        tensor("l.2", 1),
                                        tensor("a", 1)),
                                1 << 20))
                .containsExactly(List.of("a", "l.2", "l.2.w", "l.10.w"));
    }

    @Test
    void a_new_file_begins_where_a_tensor_would_not_fit_and_a_big_one_is_alone() {
        assertThat(
                        names(
                                List.of(
                                        tensor("a", 4000),
                                        tensor("b", 4000),
                                        tensor("c", 50_000),
                                        tensor("d", 1)),
                                10_000))
                .containsExactly(List.of("a", "b"), List.of("c"), List.of("d"));
    }

    @Test
    void file_names_are_those_of_the_hub() {
        assertThat(ShardPlan.fileName(2, 13)).isEqualTo("model-00002-of-00013.safetensors");
    }
}
