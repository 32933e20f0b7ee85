package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/**
 * Somebody with an address (AMM notes A.8).
 *
 * @param address {@code handle@domain}
 * @param givenName the first name
 * @param surname the last name
 * @param scripted whether an agent script plays the person
 */
record Person(String address, String givenName, String surname, boolean scripted) {

    /** The entity of the wire (AMM notes B.6.1). */
    ObjectNode json() {
        ObjectNode json = BoundedJson.object()
                .put("address", address)
                .put("givenName", givenName)
                .put("surname", surname)
                .put("nativeGivenName", givenName)
                .put("nativeSurname", surname)
                .put("type", "CONTACT");
        json.putArray("modalities").add("TEXT");
        return json;
    }
}
