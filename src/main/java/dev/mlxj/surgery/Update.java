package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.Overflow;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.surgery.expression.Expression;
import dev.mlxj.surgery.expression.Value;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tree.Nearest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A model with some parameters replaced: {@code Module.update}, with the checks that a file needs.
 * The parameters come from another model, the patch, or from expressions over what they were.
 *
 * @param map names of the patch to names of the model
 * @param expressions what becomes of single parameters, after the patch
 * @param names what becomes of names that the model lacks
 * @param reshape whether another shape is taken over; otherwise it is an error
 * @param dtypes which dtype a replaced parameter has
 */
public record Update(
        PatchMap map,
        SequencedMap<String, Expression> expressions,
        UnknownNames names,
        boolean reshape,
        DTypes dtypes) {
    /** What becomes of names of the patch that the model lacks. */
    public enum UnknownNames {
        REFUSE,
        IGNORE
    }

    /** The dtype of a parameter that the patch replaces. */
    public enum DTypes {
        /** The model's, where it can hold every value of the patch. */
        KEEP_EXACTLY,
        /** The model's; values are rounded to it. */
        KEEP_ROUNDING,
        /** The patch's. */
        TAKE
    }

    /**
     * The plan for a model.
     *
     * @param patch null for none
     * @throws NothingChosenException if the model lacks names that it must have, or has none that
     *     the patch has
     * @throws UnfitException if a shape or dtype does not fit
     */
    public Plan plan(Checkpoint source, @Nullable Checkpoint patch)
            throws IOException, NothingChosenException {
        Draft draft = Draft.of(source);
        if (patch != null) {
            replace(source, patch, draft);
        }
        evaluate(source, draft);
        return draft.plan(patch == null ? List.of() : List.of(patch), LossPolicy.REFUSE);
    }

    private void replace(Checkpoint source, Checkpoint patch, Draft draft)
            throws NothingChosenException, UnfitException {
        List<String> unknown = new ArrayList<>();
        List<String> unfit = new ArrayList<>();
        int replaced = 0;
        for (var name : map.applied(patch.entries().keySet()).entrySet()) {
            Entry before = source.entries().get(name.getKey());
            Entry after = patch.entries().get(name.getValue());
            if (after == null) {
                continue;
            }
            if (before == null) {
                unknown.add(unknown(name.getKey(), source));
                continue;
            }
            replaced++;
            String problem = problem(before, after);
            if (problem != null) {
                unfit.add(
                        Names.escape(patch.path().toString())
                                + ": tensor "
                                + Names.quote(before.name())
                                + ": "
                                + problem);
            } else {
                draft.module()
                        .parameterAt(before.name())
                        .set(draft.array(content(before, after, patch)));
            }
        }
        if (!unknown.isEmpty() && names == UnknownNames.REFUSE) {
            throw new NothingChosenException(unknown.stream().sorted().toList());
        }
        if (replaced == 0) {
            throw new NothingChosenException(
                    List.of(
                            Names.escape(patch.path().toString())
                                    + ": no tensor of the patch has a name that the model has"));
        }
        if (!unfit.isEmpty()) {
            throw new UnfitException(unfit.stream().sorted().toList(), null);
        }
    }

    private static String unknown(String name, Checkpoint source) {
        List<String> near = Nearest.to(name, source.entries().keySet());
        return Names.escape(source.path().toString())
                + ": no tensor "
                + Names.quote(name)
                + (near.isEmpty() ? "" : "; nearest: '" + String.join("', '", near) + "'");
    }

    private @Nullable String problem(Entry before, Entry after) {
        if (!before.shape().equals(after.shape()) && !reshape) {
            return "the model has shape %s, the patch %s; `--allow-reshape` takes it"
                    .formatted(before.shape(), after.shape());
        }
        boolean converted = dtypes != DTypes.TAKE && before.dtype() != after.dtype();
        if (converted && (before.dtype().bits() == 6 || after.dtype().bits() == 6)) {
            return "the model has dtype %s, the patch %s, and 6-bit floats cannot be converted"
                    .formatted(before.dtype(), after.dtype());
        }
        if (converted && before.dtype().bits() < 8 && after.shape().elements() % 2 != 0) {
            return "%d elements do not fill whole bytes in %s"
                    .formatted(after.shape().elements(), before.dtype());
        }
        return null;
    }

    private Content content(Entry before, Entry after, Checkpoint patch) {
        if (dtypes == DTypes.TAKE || before.dtype() == after.dtype()) {
            return new Content.Kept(after, patch);
        }
        return new Content.Converted(
                patch.source(after.name()),
                before.dtype(),
                after.shape(),
                Overflow.NAN,
                dtypes == DTypes.KEEP_EXACTLY);
    }

    private void evaluate(Checkpoint source, Draft draft)
            throws NothingChosenException, UnfitException {
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, Expression> one : expressions.entrySet()) {
            String name = one.getKey();
            if (source.entries().containsKey(name)) {
                Content before = draft.content(name);
                Content after = evaluated(name, one.getValue(), before);
                draft.module().parameterAt(name).set(draft.array(after));
            } else {
                unknown.add(unknown(name, source));
            }
        }
        if (!unknown.isEmpty()) {
            throw new NothingChosenException(unknown.stream().sorted().toList());
        }
    }

    private Content evaluated(String name, Expression expression, Content before)
            throws UnfitException {
        DType stored = before.dtype();
        if (!stored.isArithmetic()) {
            throw new UnfitException(
                    List.of(Names.quote(name) + ": there is no arithmetic in " + stored),
                    "cast it to a float first");
        }
        boolean half = stored == DType.F16 || stored == DType.BF16;
        Array x = before.array();
        Value value = expression.evaluate(half ? x.astype(DType.F32) : x);
        Array result = array(value, before.shape());
        if (!result.shape().equals(before.shape()) && !reshape) {
            throw new UnfitException(
                    List.of(
                            "%s: the expression gives shape %s, the parameter has %s"
                                    .formatted(Names.quote(name), result.shape(), before.shape())),
                    "`--allow-reshape` takes it");
        }
        return expression.saysDType() || result.dtype() == stored
                ? new Content.Computed(result)
                : new Content.Rounded(result, stored);
    }

    /** A plain number fills the parameter. */
    private static Array array(Value value, Shape shape) {
        return switch (value) {
            case Value.Of(Array array) -> array;
            case Value.Whole(long number) -> Array.full(DType.I64, number, shape.toArray());
            case Value.Real(double number) -> Array.full(DType.F64, number, shape.toArray());
            case Value.Truth(boolean truth) ->
                    Array.full(DType.BOOL, truth ? 1L : 0L, shape.toArray());
            case Value.Type _, Value.Items _, Value.Nothing _ ->
                    throw new IllegalArgumentException("the expression gives no array");
        };
    }
}
