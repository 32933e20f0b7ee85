package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells which addresses are somebody's (AMM notes B.9). */
final class Addresses {

    private static final int MOST = 100;

    private final People people;

    Addresses(People people) {
        this.people = people;
    }

    /** Each question with the people it can mean; none means that the address is not valid. */
    ObjectNode validate(List<String> addresses) {
        if (addresses.isEmpty() || addresses.size() > MOST) {
            throw Refusal.malformed("Ask for 1 to " + MOST + " addresses, not for " + addresses.size());
        }
        ObjectNode json = BoundedJson.object();
        ArrayNode all = json.putArray("validatedAddresses");
        for (String address : addresses) {
            Person person = people.find(address);
            ObjectNode one = all.addObject().put("query", address);
            one.set("addresses", Views.people(person == null ? List.of() : List.of(person)));
        }
        return json;
    }

    static List<String> read(String text) {
        return Fields.parse(text).only("addresses").objects("addresses").stream()
                .map(one -> one.only("address").required("address"))
                .toList();
    }

    /** The people of addresses, each once; a bad one is left out or refused. */
    List<Person> resolve(List<String> addresses, boolean allMustBeValid) {
        Map<String, Person> found = new LinkedHashMap<>();
        List<String> bad = new ArrayList<>();
        for (String address : addresses) {
            Person person = people.find(address);
            if (person == null) {
                bad.add(address);
            } else {
                found.put(person.address(), person);
            }
        }
        if (!bad.isEmpty() && (allMustBeValid || found.isEmpty())) {
            throw new Refusal(400, Refusal.ADDRESS_INVALID, "There is nobody at " + String.join(", ", bad));
        }
        return List.copyOf(found.values());
    }
}
