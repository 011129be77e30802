package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Tree;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The places of a module's arrays that train and can have a gradient, each once: others may stand
 * there while a function runs.
 */
final class TrainablePlaces {
    private final Tree<Place> tree;
    private final List<Place> places;

    TrainablePlaces(Module model) {
        Set<Place> seen = new HashSet<>();
        this.tree =
                model.places(
                        (owner, key, value) ->
                                MemberFilter.TRAINABLE.test(owner, key, value)
                                        && (!(value instanceof Array array)
                                                || (array.dtype().isInexact()
                                                        && seen.add(new Place.Member(owner, key)))),
                        (owner, key, value) -> !MemberFilter.isContainer(value),
                        (place, value) -> place);
        this.places = tree.leaves().toList();
    }

    int count() {
        return places.size();
    }

    /** What stands there now. */
    List<Array> arrays() {
        return places.stream().map(place -> (Array) place.value()).toList();
    }

    void setAll(List<Array> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            places.get(i).set(arrays.get(i));
        }
    }

    /** Puts back what was there before, but for what was assigned meanwhile. */
    void restore(List<Array> set, List<Array> before) {
        for (int i = 0; i < set.size(); i++) {
            if (places.get(i).value() == set.get(i)) {
                places.get(i).set(before.get(i));
            }
        }
    }

    /** Arrays in the form of the module's trainable parameters. */
    Tree<Array> inPlace(List<Array> arrays) {
        Iterator<Array> next = arrays.iterator();
        return tree.map(place -> next.next());
    }
}
