package org.sstem.internal.method;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import org.sstem.method.RestorationMethod.Survey;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Ways that parameters go on their way to another process. */
public final class Surveys {

    private Surveys() {}

    /** Into a file that a person may edit, and through the serialisation of Java. */
    public static Survey sent(Survey survey) {
        String pretty = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .setStrictness(Strictness.STRICT)
                .create()
                .toJson(JsonParser.parseString(survey.parameters()));
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new Survey(survey.method(), pretty));
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (Survey) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
