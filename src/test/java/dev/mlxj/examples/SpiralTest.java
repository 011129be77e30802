package dev.mlxj.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.ValueAndGrad;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.ReLU;
import dev.mlxj.nn.layers.Sequential;
import dev.mlxj.nn.losses.Losses;
import dev.mlxj.optim.Adam;
import dev.mlxj.optim.Optimizer;
import dev.mlxj.optim.Schedule;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network learns to tell two spirals apart. The drawing in the manual is the same on every
 * machine: the training adds, multiplies, divides and takes roots and maxima, whose results IEEE
 * 754 prescribes, in an order that depends on shapes alone, and begins with numbers from a seed.
 * {@code -Dmlxj.manual=write} draws it anew.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SpiralTest {
    @Test
    void two_spirals_are_told_apart_and_drawn() throws IOException {
        // @start region="spiral"
        Random.seed(0);
        Spiral spiral = Spiral.of(100);
        Sequential model =
                new Sequential(
                        new Linear(2, 32),
                        new ReLU(),
                        new Linear(32, 32),
                        new ReLU(),
                        new Linear(32, 1));
        Optimizer optimizer = new Adam(Schedule.linear(1e-2, 1e-3, 600));
        for (int step = 0; step < 600; step++) {
            ValueAndGrad.Result result =
                    ValueAndGrad.of(
                            model,
                            () -> Losses.mseLoss(model.forward(spiral.points()), spiral.labels()));
            optimizer.update(model, result.gradients());
            Array.eval(model.parameters(), optimizer.state());
        }
        Array sides = model.forward(spiral.points()).multiply(spiral.labels());
        // @end
        assertThat(sides.greater(0).all().itemBoolean()).isTrue();

        String drawing = new DecisionMap(model).draw(spiral);
        Path file = root().resolve("docs/images/spiral.svg");
        if ("write".equals(System.getProperty("mlxj.manual"))) {
            Files.writeString(file, drawing);
        }
        assertThat(Files.readString(file)).isEqualTo(drawing);
    }

    private static Path root() {
        return Files.isDirectory(Path.of("testdata")) ? Path.of("") : Path.of("..");
    }
}
