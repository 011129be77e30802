package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/** Optimizers over some steps, with their states, schedules and clipping, against MLX. */
class OptimizersGoldenTest {
    private static final Set<String> SCHEDULES =
            Set.of(
                    "cosine_decay",
                    "exponential_decay",
                    "step_decay",
                    "linear_schedule",
                    "join_schedules");

    @TestFactory
    Stream<DynamicTest> optimizers() {
        return GoldenCases.tests("optimizers", OptimizersGoldenTest::run);
    }

    private static Map<String, Tensor> run(GoldenCase golden) {
        String name = golden.op().substring("optimizers.".length());
        Map<String, Array> results;
        if (SCHEDULES.contains(name)) {
            Schedule schedule = LibraryOptimizers.schedule(name, golden.args());
            results = Map.of("y", perStep(schedule, Array.of(golden.input("step"))));
        } else if (name.equals("clip_grad_norm")) {
            results = clipped(tree(golden, "grad."), golden.args().path("max_norm").asDouble());
        } else {
            results = trajectory(LibraryOptimizers.optimizer(name, golden.args()), golden);
        }
        assertThat(results.keySet()).hasSameElementsAs(golden.outputs());
        Array.eval(results.values());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        results.forEach((result, array) -> tensors.put(result, array.tensor()));
        return tensors;
    }

    private static Array perStep(Schedule schedule, Array steps) {
        List<Array> values = new ArrayList<>();
        steps.unstack(0).forEach(step -> values.add(schedule.at(step)));
        return Array.stack(values, 0).astype(DType.F32);
    }

    private static Map<String, Array> clipped(Tree<Array> gradients, double maxNorm) {
        ClipGradNorm.Result result = ClipGradNorm.of(gradients, maxNorm);
        Map<String, Array> results = new LinkedHashMap<>(result.gradients().flatten("clipped"));
        results.put("norm", result.norm());
        return results;
    }

    /** The parameters after each step, and the state after the last; just that for none. */
    private static Map<String, Array> trajectory(Optimizer optimizer, GoldenCase golden) {
        Map<String, Array> results = new LinkedHashMap<>();
        Tree<Array> parameters = tree(golden, "param.");
        int steps = golden.json().path("steps").asInt();
        if (steps == 0) {
            optimizer.init(parameters);
        }
        for (int step = 1; step <= steps; step++) {
            parameters = optimizer.applyGradients(tree(golden, "grad." + step + "."), parameters);
            Array.eval(parameters.leaves().toList());
            results.putAll(parameters.flatten("param." + step));
        }
        results.putAll(optimizer.state().flatten("state"));
        return results;
    }

    private static Tree<Array> tree(GoldenCase golden, String prefix) {
        SequencedMap<String, Array> flat = new LinkedHashMap<>();
        golden.inputs()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith(prefix)) {
                                flat.put(name.substring(prefix.length()), Array.of(tensor));
                            }
                        });
        return Tree.unflatten(flat);
    }
}
