package dev.mlxj.optim;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiPredicate;

/**
 * Several optimizers, each for some of the parameters. A step counts for all of them. The state is
 * {@code states}, a list of theirs; {@link #step} and {@link #learningRate} are those of the first.
 * Matches {@code mlx.optimizers.MultiOptimizer}.
 *
 * {@snippet class="dev.mlxj.optim.MultiOptimizerTest" region="multi"}
 */
public final class MultiOptimizer implements Optimizer {
    private final List<ParameterOptimizer> optimizers;
    private final List<BiPredicate<String, Array>> filters;

    /**
     * A parameter belongs to the first optimizer whose filter accepts its path and its gradient,
     * and to the last, which has none, if no filter does.
     *
     * @param filters one fewer than optimizers
     */
    public MultiOptimizer(
            List<? extends ParameterOptimizer> optimizers,
            List<BiPredicate<String, Array>> filters) {
        if (optimizers.isEmpty() || filters.size() != optimizers.size() - 1) {
            throw new IllegalArgumentException(
                    "MultiOptimizer: %d optimizers and %d filters; there must be one filter fewer"
                            .formatted(optimizers.size(), filters.size()));
        }
        this.optimizers = List.copyOf(optimizers);
        this.filters = List.copyOf(filters);
    }

    private ParameterOptimizer of(String path, Array gradient) {
        for (int i = 0; i < filters.size(); i++) {
            if (filters.get(i).test(path, gradient)) {
                return optimizers.get(i);
            }
        }
        return optimizers.getLast();
    }

    @Override
    public void init(Tree<Array> parameters) {
        parameters.forEach((path, parameter) -> of(path, parameter).init(path, parameter));
    }

    @Override
    public Tree<Array> applyGradients(Tree<Array> gradients, Tree<Array> parameters) {
        optimizers.forEach(ParameterOptimizer::begin);
        return ParameterOptimizer.eachGradient(
                gradients,
                parameters,
                (path, gradient, parameter) -> of(path, gradient).apply(path, gradient, parameter));
    }

    @Override
    public Tree<Array> state() {
        List<Tree<Array>> states = new ArrayList<>();
        optimizers.forEach(optimizer -> states.add(optimizer.state()));
        SequencedMap<String, Tree<Array>> state = new LinkedHashMap<>();
        state.put("states", new Tree.Items<>(states));
        return Tree.fields(state);
    }

    @Override
    public void setState(Tree<Array> state) {
        if (!(state instanceof Tree.Fields<Array>(var fields))
                || !(fields.get("states") instanceof Tree.Items<Array>(var states))
                || states.size() != optimizers.size()) {
            throw new IllegalArgumentException(
                    "MultiOptimizer: the state is no list 'states' of %d"
                            .formatted(optimizers.size()));
        }
        for (int i = 0; i < states.size(); i++) {
            optimizers.get(i).setState(states.get(i));
        }
    }

    @Override
    public Array step() {
        return optimizers.getFirst().step();
    }

    @Override
    public Array learningRate() {
        return optimizers.getFirst().learningRate();
    }

    @Override
    public void setLearningRate(Array learningRate) {
        optimizers.forEach(optimizer -> optimizer.setLearningRate(learningRate));
    }
}
