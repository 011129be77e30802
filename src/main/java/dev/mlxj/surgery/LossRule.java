package dev.mlxj.surgery;

import dev.mlxj.io.Names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Which losses keep a finished result from taking its name. */
final class LossRule {
    private LossRule() {}

    /**
     * Judges what was lost.
     *
     * @throws ResultRejectedException if finite numbers became infinite or NaN, or do not fit an
     *     integer dtype, and the plan does not allow it
     * @throws UnfitException if a value changed that had to stay what it is
     */
    static void enforce(Plan plan, SortedMap<String, Losses> losses)
            throws ResultRejectedException, UnfitException {
        String path = Names.escape(plan.source().path().toString()) + ": ";
        List<String> unfit = new ArrayList<>();
        List<String> severe = new ArrayList<>();
        for (Map.Entry<String, Losses> one : losses.entrySet()) {
            String name = one.getKey();
            Losses lost = one.getValue();
            Content content = plan.tensors().get(name);
            if (content instanceof Content.Rounded) {
                continue; // the user wrote the expression; what it loses is reported
            }
            if (content instanceof Content.Converted converted && converted.exact()) {
                long changed = Math.max(lost.changed(), lost.cast().range());
                if (changed > 0) {
                    unfit.add(path + UnfitException.changedValues(name, converted, changed));
                }
            } else if (lost.areSevere()) {
                severe.add(path + LossText.of(name, lost.cast()));
            }
        }
        if (!unfit.isEmpty()) {
            throw new UnfitException(unfit, "`--allow-dtype` rounds them");
        }
        if (!severe.isEmpty() && plan.losses() != LossPolicy.ACCEPT) {
            throw new ResultRejectedException(severe, plan.losses().remedy());
        }
    }
}
