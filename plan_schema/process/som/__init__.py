"""SOM, the Selectie Ondersteunend Model: its rule sets as data, what they say of a plan, and the decision that people take."""
