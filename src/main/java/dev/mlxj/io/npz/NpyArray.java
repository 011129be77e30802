package dev.mlxj.io.npz;

import dev.mlxj.tensor.Shape;

/**
 * What an npy header says.
 *
 * @param columnsFirst whether the elements stand in Fortran's order: those of the transposed array
 * @param dataStart bytes before the elements
 */
record NpyArray(NpyType type, Shape shape, boolean columnsFirst, int dataStart) {
    /** The shape of the elements as they stand: of the transposed array if columns come first. */
    Shape storedShape() {
        if (!columnsFirst) {
            return shape;
        }
        long[] extents = new long[shape.rank()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = shape.extent(-1 - axis);
        }
        return Shape.of(extents);
    }

    /** Bytes of the elements. */
    long byteSize() {
        return type.dtype().byteSize(shape.elements());
    }
}
