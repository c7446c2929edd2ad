include Mirage.Key
