package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.weights.Weights;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
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
}
