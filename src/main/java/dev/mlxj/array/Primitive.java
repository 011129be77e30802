package dev.mlxj.array;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation: how the result's shape and dtype follow from the inputs', how it is computed, and
 * its gradient. A record, so that its settings are its identity.
 *
 * <p>The inputs have been brought to one dtype and shape where the operation wants that, so the
 * rules here are short; the static {@code of} of the operation does it, and refuses what does not
 * fit, when the graph is built.
 */
public interface Primitive {
    /**
     * MLX's name, for messages: the class name in lower case with underscores, but those that begin
     * as {@code arccos}, {@code argmax}, {@code cumsum} or {@code logsumexp}, which have none.
     */
    default String name() {
        String name =
                getClass()
                        .getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .toLowerCase(Locale.ROOT);
        return name.matches("(arc|arg|cum|log|as|erf)_.*") ? name.replace("_", "") : name;
    }

    Shape shape(List<Array> in);

    DType dtype(List<Array> in);

    /** Computes the result from the inputs' values, rounding once to the result's dtype. */
    View eval(List<View> in);

    /**
     * The gradients with respect to the inputs, in their order, for a cotangent of the result: the
     * gradient of {@code sum(out * cotangent)}; of complex numbers the derivative, not its
     * conjugate. The list may end early; inputs that it leaves out have the gradient zero. Written
     * with array operations, so that it can be differentiated again.
     *
     * @throws IllegalArgumentException if the operation has no gradient
     */
    default List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        throw new IllegalArgumentException("[%s] has no gradient".formatted(name()));
    }

    /**
     * The node of this operation done for many inputs of its kind at once: each input has one axis
     * more in front, of one extent, and so has the result.
     *
     * @throws IllegalArgumentException if the operation cannot be done so
     */
    default Array batched(List<Array> in) {
        throw new IllegalArgumentException("[vmap] %s cannot be batched".formatted(name()));
    }

    /** Why there is no gradient with respect to this input, if somebody asks for one. */
    default Optional<String> refusal(int input) {
        return Optional.empty();
    }
}
