package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.tensor.DType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Which parameters a command works on: those that meet any of the criteria (all, where there is
 * none), less the exceptions.
 *
 * @param criteria add up
 * @param exceptions paths that are taken out again
 * @param recurse if false, only parameters that the root module itself owns, or the modules that a
 *     {@link Criterion.ModuleSuffix} names
 * @param strict whether a criterion or exception that meets nothing is an error
 */
public record Choice(
        List<Criterion> criteria, List<PathPattern> exceptions, boolean recurse, boolean strict) {
    /** Every parameter. */
    public static final Choice ALL = new Choice(List.of(), List.of(), true, false);

    public Choice {
        criteria = List.copyOf(criteria);
        exceptions = List.copyOf(exceptions);
    }

    /**
     * What a choice came to on a model.
     *
     * @param paths the chosen parameters, in the model's order
     * @param idle one sentence for each criterion or exception that met nothing
     */
    public record Selection(SequencedSet<String> paths, List<String> idle) {}

    /** Whether every parameter is chosen because nothing was asked for. */
    public boolean isAll() {
        return criteria.isEmpty() && exceptions.isEmpty() && recurse;
    }

    /**
     * The choice with what it must know of a model to be applied to it.
     *
     * @throws IllegalArgumentException if types of layers are asked for, and the model's
     *     architecture is not known
     */
    public Choice on(Checkpoint model) throws IOException {
        if (!asksForTypes()) {
            return this;
        }
        Optional<Anatomy> anatomy = Anatomy.of(model);
        List<Criterion> known = new ArrayList<>();
        for (Criterion criterion : criteria) {
            if (criterion instanceof Criterion.LayerType layer) {
                if (anatomy.isEmpty()) {
                    throw new IllegalArgumentException(
                            layer.shown()
                                    + ": there is no config.json that names a known architecture");
                }
                known.add(new Criterion.LayerType(layer.type(), anatomy));
            } else {
                known.add(criterion);
            }
        }
        return new Choice(known, exceptions, recurse, strict);
    }

    /** Whether it asks for types of layers, which a model's config must name. */
    public boolean asksForTypes() {
        for (Criterion criterion : criteria) {
            if (criterion instanceof Criterion.LayerType) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a parameter is chosen by itself or by its dtype, and not as a part of some module.
     */
    public boolean names(String path, DType dtype) {
        for (Criterion criterion : criteria) {
            boolean asPart =
                    criterion instanceof Criterion.ModuleSuffix
                            || criterion instanceof Criterion.LayerType;
            if (!asPart && criterion.chooses(path, dtype)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Applies the choice to the parameters of a model.
     *
     * @throws NothingChosenException if the choice is strict, and a criterion or exception meets
     *     nothing
     */
    public Selection select(SequencedMap<String, DType> model) throws NothingChosenException {
        SequencedSet<String> chosen = new LinkedHashSet<>();
        boolean[] met = new boolean[criteria.size()];
        boolean[] excepted = new boolean[exceptions.size()];
        ModulePaths modules = new ModulePaths(recurse ? Set.of() : model.keySet());
        for (Map.Entry<String, DType> parameter : model.entrySet()) {
            String path = parameter.getKey();
            boolean wanted = criteria.isEmpty();
            for (int i = 0; i < met.length; i++) {
                if (criteria.get(i).chooses(path, parameter.getValue())) {
                    met[i] = true;
                    wanted = true;
                }
            }
            for (int i = 0; i < excepted.length; i++) {
                if (exceptions.get(i).matches(path)) {
                    excepted[i] = true;
                    wanted = false;
                }
            }
            if (wanted && (recurse || isOwn(path, modules))) {
                chosen.add(path);
            }
        }
        List<String> idle = idle(chosen, met, excepted, model);
        if (strict && !idle.isEmpty()) {
            throw new NothingChosenException(idle);
        }
        return new Selection(chosen, idle);
    }

    /** Whether one of the modules that are named, or else the root, owns the parameter itself. */
    private boolean isOwn(String path, ModulePaths modules) {
        int node = ModulePaths.parent(path, path.length());
        while (true) {
            boolean rootMeant = true;
            for (Criterion criterion : criteria) {
                if (criterion instanceof Criterion.ModuleSuffix suffix) {
                    rootMeant = false;
                    if (node != ModulePaths.ROOT && suffix.names(path, node)) {
                        return true;
                    }
                }
            }
            if (node == ModulePaths.ROOT) {
                return rootMeant;
            }
            if (!modules.isList(path, node)) {
                return false;
            }
            node = ModulePaths.parent(path, node);
        }
    }

    private List<String> idle(
            Set<String> chosen,
            boolean[] met,
            boolean[] excepted,
            SequencedMap<String, DType> model) {
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < met.length; i++) {
            if (!met[i]) {
                Criterion criterion = criteria.get(i);
                List<String> near = criterion.nearest(model.keySet());
                idle.add(
                        criterion.shown()
                                + " chooses no parameter"
                                + (near.isEmpty()
                                        ? ""
                                        : "; nearest: '" + String.join("', '", near) + "'"));
            }
        }
        for (int i = 0; i < excepted.length; i++) {
            if (!excepted[i]) {
                idle.add("--except '" + exceptions.get(i) + "' takes out no parameter");
            }
        }
        if (chosen.isEmpty() && idle.isEmpty() && !isAll()) {
            idle.add("the options together choose no parameter");
        }
        return idle;
    }
}
