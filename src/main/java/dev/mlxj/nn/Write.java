package dev.mlxj.nn;

import java.util.List;

/** A change that has been checked and not yet done. */
record Write(Place place, Object value) {
    static void all(List<Write> writes) {
        for (Write write : writes) {
            write.place.set(write.value);
        }
    }
}
