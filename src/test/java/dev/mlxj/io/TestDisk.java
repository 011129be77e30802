package dev.mlxj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real disk that lists what is done to it, and that can fail, or lose its power: from then on
 * nothing that is done has an effect, and nobody is told.
 */
class TestDisk extends Disk {
    private final List<String> operations = new ArrayList<>();
    private int powerFailsAfter = Integer.MAX_VALUE;
    private String failing = "";

    /** The operations so far, as in {@code force model.safetensors}. */
    List<String> operations() {
        return operations;
    }

    /** The number of operations that still have an effect. A write has half of one at last. */
    TestDisk powerFailsAfter(int count) {
        powerFailsAfter = count;
        return this;
    }

    /** Whether an operation had no effect. */
    boolean isOut() {
        return operations.size() > powerFailsAfter;
    }

    /** Every operation of this name fails, as with a broken device. */
    TestDisk failingAt(String operation) {
        failing = operation;
        return this;
    }

    private boolean hasPower(String operation) throws IOException {
        if (operation.equals(failing)) {
            throw new IOException("Input/output error");
        }
        operations.add(operation);
        return operations.size() <= powerFailsAfter;
    }

    @Override
    FileChannel create(Path file) throws IOException {
        if (hasPower("create")) {
            return super.create(file);
        }
        throw new IOException("the power is gone");
    }

    @Override
    FileChannel createPrivate(Path file) throws IOException {
        return create(file);
    }

    @Override
    void createDirectory(Path directory) throws IOException {
        if (hasPower("createDirectory")) {
            super.createDirectory(directory);
        } else {
            throw new IOException("the power is gone");
        }
    }

    @Override
    int write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        if (hasPower("write")) {
            return super.write(file, bytes, position);
        }
        if (operations.size() == powerFailsAfter + 1) {
            super.write(file, bytes.slice(bytes.position(), bytes.remaining() / 2), position);
        }
        int all = bytes.remaining();
        bytes.position(bytes.limit());
        return all;
    }

    @Override
    long copy(FileChannel source, long from, long count, FileChannel file) throws IOException {
        return hasPower("copy") ? super.copy(source, from, count, file) : count;
    }

    @Override
    void force(FileChannel file) throws IOException {
        if (hasPower("force")) {
            super.force(file);
        }
    }

    @Override
    void forceData(FileChannel file) throws IOException {
        if (hasPower("forceData")) {
            super.forceData(file);
        }
    }

    @Override
    void forceDirectory(Path directory) throws IOException {
        if (hasPower("forceDirectory")) {
            super.forceDirectory(directory);
        }
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        if (hasPower("rename")) {
            super.rename(from, to);
        }
    }

    @Override
    void delete(Path file) throws IOException {
        if (hasPower("delete")) {
            super.delete(file);
        }
    }
}
