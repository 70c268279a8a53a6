package org.sstem.net.internal.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An ONNX model while it is written: the few messages of the format's schema (onnx.proto, IR version 8) that networks
 * need, their fields by number. Not thread-safe.
 */
final class OnnxGraph {

    private static final int OPERATOR_SET = 17;
    private static final int IR_VERSION = 8;

    /** Types of tensors. */
    private static final int FLOAT = 1;

    private static final int INT64 = 7;

    /** Types of attributes. */
    private static final int OF_FLOAT = 1;

    private static final int OF_INT = 2;
    private static final int OF_STRING = 3;
    private static final int OF_INTS = 7;

    private final List<Message> nodes = new ArrayList<>();
    private final List<Message> constants = new ArrayList<>();
    private final List<Message> outputs = new ArrayList<>();
    private final List<Message> properties = new ArrayList<>();

    /**
     * Adds a node.
     *
     * @param name       unique
     * @param operation  of the operator set
     * @param output     what its result is called
     * @param inputs     what it reads; empty for what is left out
     * @param attributes made by {@link #integer} and its like
     */
    void node(String name, String operation, String output, List<String> inputs, Message... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        nodes.add(node.text(2, output).text(3, name).text(4, operation).messages(5, Arrays.asList(attributes)));
    }

    static Message integers(String name, long... values) {
        return new Message().text(1, name).integers(8, values).integer(20, OF_INTS);
    }

    static Message integer(String name, long value) {
        return new Message().text(1, name).integer(3, value).integer(20, OF_INT);
    }

    static Message text(String name, String value) {
        return new Message().text(1, name).text(4, value).integer(20, OF_STRING);
    }

    static Message number(String name, float value) {
        return new Message().text(1, name).number(2, value).integer(20, OF_FLOAT);
    }

    void constant(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        constants.add(
                new Message().integers(1, shape).integer(2, FLOAT).text(8, name).bytes(9, bytes.array()));
    }

    void constant(String name, long... values) {
        constants.add(new Message()
                .integer(1, values.length)
                .integer(2, INT64)
                .packed(7, values)
                .text(8, name));
    }

    /** Adds an image of any size that the graph gives. */
    void output(String name, int channels) {
        outputs.add(image(name, channels));
    }

    /** Adds what the model says of itself. */
    void property(String name, String value) {
        properties.add(new Message().text(1, name).text(2, value));
    }

    /** Ends the model, which takes one image of any size. */
    byte[] model(String name, String input, int channels) {
        Message graph = new Message()
                .messages(1, nodes)
                .text(2, name)
                .messages(5, constants)
                .message(11, image(input, channels))
                .messages(12, outputs);
        Message operators = new Message().text(1, "").integer(2, OPERATOR_SET);
        return new Message()
                .integer(1, IR_VERSION)
                .text(2, "sstem")
                .message(7, graph)
                .message(8, operators)
                .messages(14, properties)
                .toByteArray();
    }

    private static Message image(String name, int channels) {
        Message shape = new Message()
                .message(1, new Message().text(2, "n"))
                .message(1, new Message().integer(1, channels))
                .message(1, new Message().text(2, "height"))
                .message(1, new Message().text(2, "width"));
        Message tensor = new Message().integer(1, FLOAT).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }
}
