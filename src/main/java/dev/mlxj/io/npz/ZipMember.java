package dev.mlxj.io.npz;

/**
 * A file in a zip archive, both of whose headers agree.
 *
 * @param deflated whether it is compressed; otherwise it lies there as it is
 * @param crc CRC-32 of its bytes
 * @param position first byte of what is stored, counted from the start of the archive
 * @param packed bytes of what is stored
 * @param size bytes of the file
 */
record ZipMember(String name, boolean deflated, long crc, long position, long packed, long size) {
    /** One past the last byte of what is stored. */
    long end() {
        return position + packed;
    }
}
