package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Three steps from w = [1, 2] with the gradient [0.5, -0.25] and a learning rate of 0.1. The
 * numbers are those of mlx 0.32.4; two units in the last place are left to functions of the system.
 */
class ThreeStepsTest {
    private static final SGD.Options MOMENTUM = SGD.Options.DEFAULT.withMomentum(0.9);

    static Stream<Arguments> optimizers() {
        return Stream.of(
                Arguments.of("SGD", new SGD(0.1), 0x1.b33332p-1, 0x1.09999cp+1),
                Arguments.of("momentum", new SGD(0.1, MOMENTUM), 0x1.70624ep-1, 0x1.11f3b6p+1),
                Arguments.of(
                        "Nesterov",
                        new SGD(0.1, MOMENTUM.withNesterov()),
                        0x1.31f212p-1,
                        0x1.19c1bcp+1),
                Arguments.of(
                        "decay",
                        new SGD(0.1, SGD.Options.DEFAULT.withWeightDecay(0.01)),
                        0x1.b1be08p-1,
                        0x1.08d2bcp+1),
                Arguments.of("Adam", new Adam(0.1), -0x1.e3c204p-3, 0x1.9e3c1cp+1),
                Arguments.of(
                        "bias correction",
                        new Adam(0.1, Adam.Options.DEFAULT.withBiasCorrection()),
                        0x1.6666acp-1,
                        0x1.266656p+1),
                Arguments.of("AdamW", new AdamW(0.1), -0x1.e7bb1cp-3, 0x1.9d5510p+1),
                Arguments.of("Lion", new Lion(0.1), 0x1.666664p-1, 0x1.266664p+1),
                Arguments.of("RMSprop", new RMSprop(0.1), -0x1.4a046cp+0, 0x1.128118p+2),
                Arguments.of("Adagrad", new Adagrad(0.1), 0x1.8b092ap-1, 0x1.1d3db4p+1),
                Arguments.of("AdaDelta", new AdaDelta(0.1), 0x1.ff80c4p-1, 0x1.001fcep+1),
                Arguments.of("Adamax", new Adamax(0.1), 0x1.e346dcp-1, 0x1.072e4ap+1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void steps(String name, Optimizer optimizer, double first, double second) {
        Tree<Array> gradients = Tree.unflatten(Map.of("w", Array.of(.5f, -.25f)));
        Tree<Array> parameters = Tree.unflatten(Map.of("w", Array.of(1f, 2f)));
        for (int step = 0; step < 3; step++) {
            parameters = optimizer.applyGradients(gradients, parameters);
        }
        List<?> w = (List<?>) parameters.leaves().findFirst().orElseThrow().toList();
        assertThat((double) w.get(0)).isCloseTo(first, within(2.0 * Math.ulp((float) first)));
        assertThat((double) w.get(1)).isCloseTo(second, within(2.0 * Math.ulp((float) second)));
    }
}
