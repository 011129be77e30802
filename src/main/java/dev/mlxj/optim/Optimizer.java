package dev.mlxj.optim;

import dev.mlxj.array.Array;
import dev.mlxj.nn.MemberFilter;
import dev.mlxj.nn.Module;
import dev.mlxj.tree.Tree;
import dev.mlxj.weights.Weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Changes parameters along their gradients, and keeps a state between the steps.
 *
 * {@snippet class="dev.mlxj.optim.TrainingTest" region="loop"}
 *
 * <p>Everything is lazy: parameters and state are computed when they are evaluated. Evaluate both
 * after each step, or the graph of all steps is kept. Not for use by several threads at once.
 * Matches {@code mlx.optimizers.Optimizer}, except that the state of a parameter is made when its
 * first gradient comes, also in the middle of training.
 */
public interface Optimizer {
    /**
     * Replaces the parameters for which there are gradients, frozen ones too; all others stay the
     * same arrays.
     *
     * @throws dev.mlxj.tree.TreeMismatchException if the model lacks a parameter that has a
     *     gradient
     */
    default void update(Module model, Tree<Array> gradients) {
        Tree<Array> everything =
                model.filterAndMap(
                        (owner, key, value) ->
                                value instanceof Array || MemberFilter.isContainer(value),
                        Array.class::cast);
        model.update(applyGradients(gradients, everything));
    }

    /**
     * Makes the state of these parameters where there is none yet. It need not be called: a state
     * is made with the first gradient.
     */
    void init(Tree<Array> parameters);

    /**
     * The new parameters, in the form of {@code gradients}.
     *
     * @param parameters the present ones; there may be more than there are gradients
     * @throws dev.mlxj.tree.TreeMismatchException if there are fewer
     */
    Tree<Array> applyGradients(Tree<Array> gradients, Tree<Array> parameters);

    /**
     * What is remembered, as it is now: {@code step} (U64) and {@code learning_rate} (F32), without
     * axes, then what belongs to each parameter, in its dtype: {@code in_proj.weight.m}.
     */
    Tree<Array> state();

    /**
     * Continues with a state that {@link #state} of such an optimizer gave.
     *
     * @throws IllegalArgumentException if it lacks a setting, as {@code step}
     */
    void setState(Tree<Array> state);

    /** The steps that were taken: U64, without axes. */
    Array step();

    /** The learning rate of the last step; before the first, of the first. Without axes. */
    Array learningRate();

    /** Sets the learning rate; where it follows a {@link Schedule}, the next step sets it again. */
    void setLearningRate(Array learningRate);

    /** Sets the learning rate, as F32. */
    default void setLearningRate(double learningRate) {
        setLearningRate(Array.scalar(learningRate));
    }

    /**
     * Writes the state to a safetensors file, computing what is not evaluated.
     *
     * @throws IOException if it cannot be written
     */
    default void saveState(Path file) throws IOException {
        Weights.save(file, state().flatten(), Map.of());
    }

    /**
     * Continues with a state that was saved.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it lacks a setting, as {@code step}
     */
    default void loadState(Path file) throws IOException {
        try (Weights weights = Weights.load(file)) {
            Array.eval(weights.arrays().values());
            setState(Tree.unflatten(weights.arrays()));
        }
    }
}
