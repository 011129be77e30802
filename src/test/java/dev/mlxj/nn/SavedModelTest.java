package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tree.DuplicateKeyException;
import dev.mlxj.weights.ArrayFiles;
import dev.mlxj.weights.Weights;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model that is frozen in part, cast, saved and loaded: what the README shows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SavedModelTest {
    @TempDir private Path folder;

    @Test
    void it_comes_back_as_it_was_saved() throws IOException {
        Path file = folder.resolve("mlp.safetensors");
        // @start region="use"
        MyMLP model = new MyMLP(2, 1);
        model.freeze();
        model.unfreeze("bias"); // trainable: in_proj.bias and out_proj.bias
        model.setDtype(DType.F16); // lazy: nothing has been computed yet
        Weights.save(file, model.parameters().flatten(), Map.of("format", "mlx"));

        MyMLP loaded = new MyMLP(2, 1);
        Tensor y;
        try (Weights weights = Weights.load(file)) {
            loaded.loadWeights(weights.arrays());
            y = loaded.forward(Array.of(0.5f, -1.0f).reshape(1, 2)).tensor(); // F32 [1, 1]
        }
        // @end
        assertThat(y.dtype()).isEqualTo(DType.F32);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1));
        assertThat(model.trainableParameters().flatten().keySet())
                .containsExactly("in_proj.bias", "out_proj.bias");
        assertThat(loaded.parameters().flatten().values())
                .extracting(Array::dtype)
                .containsOnly(DType.F16);
    }

    @Test
    void an_npz_file_holds_the_parameters_under_their_paths() throws IOException {
        Path file = folder.resolve("mlp.npz");
        MyMLP model = new MyMLP(2, 1);
        model.freeze();
        model.saveWeights(file);
        MyMLP loaded = new MyMLP(2, 1);
        loaded.loadWeights(file);
        assertThat(lists(loaded)).isEqualTo(lists(model));
        assertThat(loaded.trainableParameters().flatten()).hasSize(4); // no state is in the file
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp.safetensors", "mlp.npz"})
    void a_model_of_a_file_is_saved_again_and_over_the_file_too(String name) throws IOException {
        Path file = folder.resolve(name);
        MyMLP model = new MyMLP(2, 1);
        model.saveWeights(file);
        MyMLP loaded = new MyMLP(2, 1);
        loaded.loadWeights(file);
        Path half = folder.resolve("half.safetensors");
        loaded.saveWeights(file);
        assertThat(lists(new MyMLP(2, 1).loadWeights(file))).isEqualTo(lists(model));

        loaded.loadWeights(file);
        loaded.setDtype(DType.F16);
        loaded.saveWeights(half);
        model.setDtype(DType.F16);
        assertThat(lists(new MyMLP(2, 1).loadWeights(half))).isEqualTo(lists(model));
    }

    @Test
    void D17_a_file_is_a_path_whose_suffix_says_how_it_is_written() {
        MyMLP model = new MyMLP(2, 1);
        for (String name : List.of("w.bin", "w.NPZ", "w.gguf", "w", "npz")) {
            Path file = folder.resolve(name);
            assertThatThrownBy(() -> model.saveWeights(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("saveWeights: '%s' does not end in .npz or .safetensors", name);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void what_a_file_is_its_content_says() throws IOException {
        Path file = folder.resolve("mlp.safetensors");
        MyMLP model = new MyMLP(2, 1);
        model.saveWeights(file);
        Path other = Files.move(file, folder.resolve("mlp.npz"));
        assertThat(lists(new MyMLP(2, 1).loadWeights(other))).isEqualTo(lists(model));
    }

    @Test
    void a_list_of_pairs_is_loaded_and_a_name_that_is_there_twice_refused_D16() {
        Module layer = new Linear(2, 3);
        Array weight = Array.ones(3, 2);
        layer.loadWeights(List.of(Map.entry("weight", weight), Map.entry("bias", Array.ones(3))));
        assertThat(layer.parameterAt("weight").value()).isSameAs(weight);

        var twice = List.of(Map.entry("bias", Array.zeros(3)), Map.entry("bias", Array.ones(3)));
        assertThatThrownBy(() -> layer.loadWeights(twice, Strictness.LENIENT))
                .isInstanceOf(DuplicateKeyException.class)
                .hasMessage("'bias' is there twice");
        assertThat(layer.parameterAt("bias").value().sum().item()).isEqualTo(3);
    }

    @Test
    void parameters_of_a_gguf_file_are_loaded_too() throws IOException {
        Path file = folder.resolve("mlp.gguf");
        MyMLP model = new MyMLP(2, 1);
        ArrayFiles.saveGguf(file, model.parameters().flatten());
        assertThat(lists(new MyMLP(2, 1).loadWeights(file))).isEqualTo(lists(model));
    }

    private static List<Object> lists(Module model) {
        return model.parameters().leaves().map(Array::toList).toList();
    }
}
