package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Overflow;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * A model with chosen parameters in another dtype: {@code Module.apply(x -> x.astype(dtype))};
 * without a choice {@code Module.set_dtype}, which takes the floating parameters alone.
 *
 * @param choice which parameters; of them the floating ones (F64, F32, F16, BF16)
 * @param all whether integers, bool and complex numbers are cast too
 * @param overflow what becomes of numbers that an 8-bit float cannot hold
 * @param losses what becomes of a result with new infinities or numbers out of range
 */
public record Cast(DType dtype, Choice choice, boolean all, Overflow overflow, LossPolicy losses) {
    private static final String UNPACKED =
            "6-bit floats have no agreed packing, so they cannot be cast";

    /**
     * The plan for a model. F8 and F4 are cast only where the choice names them; F6, which has no
     * agreed packing, never.
     *
     * @param warnings takes a sentence for each option that chooses nothing
     * @throws NothingChosenException if the choice is strict, and an option chooses nothing
     * @throws UnfitException if 6-bit floats would be cast, or a tensor has elements that do not
     *     fill whole bytes in the new dtype
     */
    public Plan plan(Checkpoint source, Consumer<String> warnings)
            throws IOException, NothingChosenException {
        if (dtype.bits() == 6) {
            throw new UnfitException(List.of(UNPACKED), null);
        }
        Choice.Selection selection = choice.on(source).select(dtypes(source));
        selection.idle().forEach(warnings);
        Draft draft = Draft.of(source);
        List<String> unfit = new ArrayList<>();
        draft.module()
                .apply(
                        leaf -> {
                            Entry entry = draft.entry(leaf);
                            if (!selection.paths().contains(entry.name())) {
                                return leaf;
                            }
                            String problem = problem(entry);
                            if (problem != null) {
                                unfit.add(problem);
                            }
                            return problem == null && isCast(entry)
                                    ? draft.array(converted(source, entry))
                                    : leaf;
                        });
        if (!unfit.isEmpty()) {
            throw new UnfitException(
                    unfit.stream().sorted().toList(), "leave it out with `--except`");
        }
        return draft.plan(List.of(), losses);
    }

    private Content converted(Checkpoint source, Entry entry) {
        return new Content.Converted(
                source.source(entry.name()), dtype, entry.shape(), overflow, false);
    }

    private boolean isCast(Entry entry) {
        DType stored = entry.dtype();
        if (stored == dtype) {
            return false;
        }
        return stored.isArithmetic()
                ? all || stored.isFloating()
                : choice.names(entry.name(), stored);
    }

    /** Why a tensor that is to be cast cannot be. */
    private @Nullable String problem(Entry entry) {
        if (!isCast(entry)) {
            return null;
        }
        String name = "tensor " + Names.quote(entry.name()) + ": ";
        if (entry.dtype().bits() == 6) {
            return name + UNPACKED;
        }
        long elements = entry.shape().elements();
        return dtype.bits() < 8 && elements % 2 != 0
                ? name + elements + " elements do not fill whole bytes in " + dtype
                : null;
    }

    /** The dtype of each tensor of a model: what a choice looks at. */
    static SequencedMap<String, DType> dtypes(Checkpoint source) {
        SequencedMap<String, DType> dtypes = new LinkedHashMap<>();
        for (Entry entry : source.entries().values()) {
            dtypes.put(entry.name(), entry.dtype());
        }
        return dtypes;
    }
}
