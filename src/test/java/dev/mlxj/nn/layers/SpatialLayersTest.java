package dev.mlxj.nn.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** Convolutions, pools and upsampling: what the golden cases do not ask. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SpatialLayersTest {
    private static final Array SIGNAL = Array.of(3, -1, 2, 5, 4).reshape(1, 5, 1);

    @Test
    void first_values_are_those_of_the_reference_for_a_seed() {
        Random.seed(0);
        Array kernel =
                new Conv2d(3, 8, List.of(5, 7), ConvOptions.DEFAULT).parameterAt("weight").value();
        assertThat(kernel.shape()).isEqualTo(Shape.of(8, 5, 7, 3));
        // mlx 0.32.4: mx.random.seed(0); nn.Conv2d(3, 8, (5, 7)).weight.reshape(-1)[:3]
        assertThat(kernel.flatten().slice(0, 0, 3).toList())
                .isEqualTo(
                        floats(0.007881499826908112, -0.09246362000703812, -0.032404012978076935));

        Random.seed(0);
        Array cube = new ConvTranspose3d(2, 3, 2).parameterAt("weight").value();
        assertThat(cube.shape()).isEqualTo(Shape.of(3, 2, 2, 2, 2));
        assertThat(cube.flatten().slice(0, 0, 3).toList())
                .isEqualTo(floats(-0.12803030014038086, 0.24432358145713806, 0.14885953068733215));
    }

    /** The example of MLX's documentation. */
    @Test
    void upsampling_goes_as_documented() {
        Array x = Array.of(1, 2, 3, 4).reshape(1, 2, 2, 1);
        Array nearest = new Upsample(2).forward(x).squeeze();
        assertThat(nearest.dtype()).isEqualTo(DType.I32);
        assertThat(nearest.toList())
                .isEqualTo(
                        List.of(
                                List.of(1L, 1L, 2L, 2L),
                                List.of(1L, 1L, 2L, 2L),
                                List.of(3L, 3L, 4L, 4L),
                                List.of(3L, 3L, 4L, 4L)));
        Upsample.Options linear = Upsample.Options.of(Upsample.Mode.LINEAR);
        assertThat(new Upsample(2, linear).forward(x).squeeze().toList())
                .isEqualTo(
                        List.of(
                                List.of(1.0, 1.25, 1.75, 2.0),
                                List.of(1.5, 1.75, 2.25, 2.5),
                                List.of(2.5, 2.75, 3.25, 3.5),
                                List.of(3.0, 3.25, 3.75, 4.0)));
        assertThat(new Upsample(2, linear.withAlignCorners()).forward(x).squeeze().toText())
                .contains("[1, 1.33333, 1.66667, 2]");
    }

    @Test
    void integers_are_pooled_too() {
        // mlx 0.32.4
        assertThat(new MaxPool1d(2, 1, 1).forward(SIGNAL).flatten().toList())
                .isEqualTo(List.of(3L, 3L, 2L, 5L, 5L, 4L));
        assertThat(new AvgPool1d(2, 2, 1).forward(SIGNAL).flatten().toList())
                .isEqualTo(List.of(1.5, 0.5, 4.5));
        assertThat(new MaxPool1d(6).forward(SIGNAL).shape()).isEqualTo(Shape.of(1, 0, 1));
    }

    @Test
    void one_number_stands_for_all_axes() {
        ConvOptions options = ConvOptions.DEFAULT.withStride(2).withPadding(1, 0).withDilation(3);
        assertThat(new Conv2d(2, 4, 3, options.withGroups(2).withoutBias()))
                .hasToString(
                        "Conv2d(2, 4, kernel_size=(3, 3), stride=(2, 2), padding=(1, 0),"
                                + " dilation=3, groups=2, bias=False)");
        assertThat(new ConvTranspose2d(2, 4, 3, ConvTransposeOptions.DEFAULT.withOutputPadding(1)))
                .hasToString(
                        "ConvTranspose2d(2, 4, kernel_size=(3, 3), stride=(1, 1), padding=(0, 0),"
                                + " dilation=1, output_padding=(1, 1), bias=True)");
        assertThat(new Conv3d(1, 1, 1).remove("weight"))
                .asString()
                .startsWith("Conv3d(?, ?, kernel_size=?, stride=(1, 1, 1)");
    }

    @Test
    void sizes_that_do_not_fit_are_refused() {
        assertThatThrownBy(() -> new Conv2d(3, 4, 2, ConvOptions.DEFAULT.withGroups(2)))
                .hasMessage("Conv2d: 3 input channels cannot be split into 2 groups");
        assertThatThrownBy(() -> new Conv3d(2, 2, 2, ConvOptions.DEFAULT.withGroups(2)))
                .hasMessage("Conv3d: channels have no groups here, got 2");
        assertThatThrownBy(() -> new Conv2d(1, 1, 1, ConvOptions.DEFAULT.withStride(1, 1, 1)))
                .hasMessage("Conv2d: stride must be one number or 2, got [1, 1, 1]");
        assertThatThrownBy(() -> new Conv1d(1, 1, 0))
                .hasMessage("Conv1d: kernel size must be at least 1, got [0]");
        assertThatThrownBy(() -> new MaxPool2d(2, 0, 0))
                .hasMessage("MaxPool2d: stride must be at least 1, got [0]");
        assertThatThrownBy(() -> new AvgPool3d(2, 1, -1))
                .hasMessage("AvgPool3d: padding must be at least 0, got [-1]");
        assertThatThrownBy(() -> new MaxPool2d(2).forward(SIGNAL))
                .hasMessage("MaxPool2d: the input must have 4 axes, got [1, 5, 1]");
        assertThatThrownBy(() -> new Upsample(2).forward(Array.ones(2, 3)))
                .hasMessage("Upsample: [2, 3] has 0 spatial axes, expected at least 1");
        assertThatThrownBy(
                        () ->
                                new Upsample(List.of(2.0, 2.0), Upsample.Options.DEFAULT)
                                        .forward(SIGNAL))
                .hasMessage("Upsample: [1, 5, 1] has 1 spatial axes, expected 2");
        assertThatThrownBy(Upsample.Options.DEFAULT::withAntialias)
                .hasMessage("Upsample: nearest values cannot be antialiased");
        assertThatThrownBy(
                        () ->
                                Upsample.Options.of(Upsample.Mode.CUBIC)
                                        .withAlignCorners()
                                        .withAntialias())
                .hasMessage("Upsample: corners cannot be aligned where values are antialiased");
    }

    /** As the array gives F32 back. */
    private static List<Double> floats(double... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
